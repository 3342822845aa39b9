/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "picture-note.h"

#include <string.h>

#include "png-codec.h"

/*
 * The text that a picture carries beside what is seen: a tEXt chunk of a PNG file, <metadata> of an
 * SVG file, the keywords of a PDF file. What is read may come from a stranger, or have been through
 * other programs: where there is no text, nothing is found.
 */

/* A PDF file with more keywords than this is a stranger's, and reading them all could take hours:
 * each may reach to the end of the file. */
#define MOST_KEYWORDS 16

static const char png_magic[] = "\x89PNG\r\n\x1a\n";
static const char pdf_magic[] = "%PDF-";

/* An SVG document whose note is sought. */
typedef struct
{
  GString *note;    /* NULL before it begins */
  gboolean is_open; /* whether what follows belongs to it */
} Search;

static gboolean
begins_with (gconstpointer data,
             gsize         size,
             const char   *magic)
{
  const gsize length = strlen (magic);

  return size >= length && memcmp (data, magic, length) == 0;
}

/**
 * ov_picture_note_is_picture:
 * @head: [@n] the first bytes of a file
 * @n: how many, up to %OV_PICTURE_NOTE_HEAD
 * @name: the file's name
 *
 * Returns: whether it is, or says that it is, a picture of a kind that may carry a note
 */
gboolean
ov_picture_note_is_picture (gconstpointer head,
                            gsize         n,
                            const char   *name)
{
  g_autofree char *small = NULL;

  g_return_val_if_fail (name != NULL, FALSE);

  if (begins_with (head, n, png_magic) || begins_with (head, n, pdf_magic))
    return TRUE;

  /* XML begins in many ways. */
  small = g_ascii_strdown (name, -1);

  return g_str_has_suffix (small, ".svg");
}

/* Whatever prefix another program has given the element. */
static gboolean
is_note_element (const char *element)
{
  const char *colon = strchr (element, ':');

  return strcmp (colon != NULL ? colon + 1 : element, OV_PICTURE_NOTE_ELEMENT) == 0;
}

static void
start_cb (GMarkupParseContext *context,
          const char          *element,
          const char         **names,
          const char         **values,
          gpointer             user_data,
          GError             **error)
{
  Search *search = user_data;

  search->is_open = search->note == NULL && is_note_element (element);
  if (search->is_open)
    search->note = g_string_new (NULL);
}

static void
end_cb (GMarkupParseContext *context,
        const char          *element,
        gpointer             user_data,
        GError             **error)
{
  Search *search = user_data;

  search->is_open = FALSE;
}

static void
text_cb (GMarkupParseContext *context,
         const char          *text,
         gsize                length,
         gpointer             user_data,
         GError             **error)
{
  Search *search = user_data;

  if (search->is_open)
    g_string_append_len (search->note, text, (gssize) length);
}

static char *
read_svg (const char *data,
          gsize       size)
{
  static const GMarkupParser parser = {
    .start_element = start_cb,
    .end_element = end_cb,
    .text = text_cb,
  };
  Search search = {0};
  g_autoptr (GMarkupParseContext) context =
    g_markup_parse_context_new (&parser, G_MARKUP_DEFAULT_FLAGS, &search, NULL);

  /* What stands behind the note may be whatever it likes. */
  g_markup_parse_context_parse (context, data, (gssize) size, NULL);

  return search.note != NULL ? g_string_free (search.note, FALSE) : NULL;
}

/* A string of PDF from behind its parenthesis on. Newer cairo escapes parentheses and backslashes;
 * older cairo writes what has such characters as digits. Returns NULL when it does not end. */
static char *
read_pdf_text (const char *data,
               gsize       size)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < size && data[i] != '\0'; i++)
    {
      if (data[i] == ')')
        return g_strdup (text->str);
      if (data[i] == '\\' && i + 1 < size)
        i++;
      g_string_append_c (text, data[i]);
    }

  return NULL;
}

/* A string of PDF from behind its angle bracket on: UTF-16 as hexadecimal digits. Returns NULL when
 * it is none. */
static char *
read_pdf_digits (const char *data,
                 gsize       size)
{
  const char *end = memchr (data, '>', size);
  const gsize n = end != NULL ? (gsize) (end - data) / 4 : 0;
  g_autofree gunichar2 *text = g_new (gunichar2, n + 1);

  for (gsize i = 0; i < n; i++)
    {
      text[i] = 0;
      for (guint k = 0; k < 4; k++)
        {
          const int digit = g_ascii_xdigit_value (data[4 * i + k]);

          if (digit < 0)
            return NULL;
          text[i] = (gunichar2) (text[i] << 4 | digit);
        }
    }

  /* The first is the mark of the order of its bytes. */
  return n > 1 ? g_utf16_to_utf8 (text + 1, (glong) n - 1, NULL, NULL, NULL) : NULL;
}

static char *
read_pdf (const char *data,
          gsize       size)
{
  static const char key[] = "/Keywords ";
  const gsize length = strlen (key);
  const char *end = data + size;
  const char *place = data;

  for (guint i = 0; i < MOST_KEYWORDS; i++)
    {
      g_autofree char *note = NULL;

      place = memmem (place, (gsize) (end - place), key, length);
      if (place == NULL)
        return NULL;
      place += length;
      if (place < end && *place == '(')
        note = read_pdf_text (place + 1, (gsize) (end - place) - 1);
      else if (place < end && *place == '<')
        note = read_pdf_digits (place + 1, (gsize) (end - place) - 1);
      if (note != NULL && *note == '{')
        return g_steal_pointer (&note);
    }

  return NULL;
}

/**
 * ov_picture_note_read:
 * @data: [@size] a whole file, which may hold anything
 * @size: in bytes
 *
 * Returns: (transfer full) (nullable): the text that the picture carries, in UTF-8, or %NULL when
 *   it carries none, or is no picture
 */
char *
ov_picture_note_read (gconstpointer data,
                      gsize         size)
{
  g_autofree char *note = NULL;

  g_return_val_if_fail (data != NULL || size == 0, NULL);

  if (begins_with (data, size, png_magic))
    note = ov_png_read_note (data, size);
  else if (begins_with (data, size, pdf_magic))
    note = read_pdf (data, size);
  else if (size > 0)
    note = read_svg (data, size);

  return note != NULL && g_utf8_validate (note, -1, NULL) ? g_steal_pointer (&note) : NULL;
}
