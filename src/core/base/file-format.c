/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "file-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "file-error.h"

/* The formats by suffix; the first of a kind is for what has no name. */
static const struct
{
  OvFileKind   kind;
  const char  *suffix;
  OvFileFormat format;
} formats[] = {
  {OV_FILE_PICTURE, ".png", OV_FILE_PNG},
  {OV_FILE_PICTURE, ".svg", OV_FILE_SVG},
  {OV_FILE_PICTURE, ".pdf", OV_FILE_PDF},
  {OV_FILE_WEIGHTS, ".safetensors", OV_FILE_SAFETENSORS},
  {OV_FILE_WEIGHTS, ".st", OV_FILE_SAFETENSORS},
  {OV_FILE_RUNS, ".overshoot", OV_FILE_LIBRARY},
  {OV_FILE_RUNS, ".csv", OV_FILE_CSV},
  {OV_FILE_RUNS, ".json", OV_FILE_JSON},
  {OV_FILE_RUNS, ".tfevents", OV_FILE_EVENTS},
};

/* Whether the suffix, in capitals or not, has something before it: ".png" is a hidden file without
 * a suffix. */
static gboolean
has_suffix (const char *name,
            const char *suffix)
{
  const gsize length = strlen (name);
  const gsize n = strlen (suffix);

  return length > n && g_ascii_strcasecmp (name + length - n, suffix) == 0;
}

static char *
list_suffixes (OvFileKind kind)
{
  GString *list = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i].kind == kind)
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", formats[i].suffix);

  return g_string_free (list, FALSE);
}

/* Says which names there are. */
static void
refuse_name (OvFileKind  kind,
             const char *path,
             GError    **error)
{
  g_autofree char *shown = ov_file_display_name (path);
  g_autofree char *suffixes = list_suffixes (kind);

  if (kind == OV_FILE_PICTURE)
    g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                 _("“%s” cannot be written: the name of a picture ends in its format (%s). Choose "
                   "such a name."),
                 shown, suffixes);
  else if (kind == OV_FILE_WEIGHTS)
    g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                 _("“%s” cannot be written: the name of a file of weights ends in its format (%s). "
                   "Choose such a name."),
                 shown, suffixes);
  else
    g_set_error (error, OV_ERROR, OV_ERROR_FILE,
                 _("“%s” cannot be written: the name of a file of runs ends in its format (%s). "
                   "Choose such a name."),
                 shown, suffixes);
}

/**
 * ov_file_format_of_name:
 * @kind: what is to be written
 * @path: the name that was asked for
 * @format: (out) (optional): how it is to be written
 * @error: return location for an error
 *
 * A name says by its ending which format is meant; another format under that name would deceive
 * whoever opens the file, so an unknown ending, or none, is refused.
 *
 * Returns: whether there is a format; if not, @error is an %OV_ERROR_FILE
 */
gboolean
ov_file_format_of_name (OvFileKind    kind,
                        const char   *path,
                        OvFileFormat *format,
                        GError      **error)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  name = g_path_get_basename (path);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i].kind == kind && has_suffix (name, formats[i].suffix))
      {
        if (format != NULL)
          *format = formats[i].format;
        return TRUE;
      }
  refuse_name (kind, path, error);

  return FALSE;
}

/**
 * ov_file_format_choose:
 * @kind: what is to be written
 * @path: the name that was asked for
 * @target: the target of that name
 * @format: (out) (optional): how it is to be written
 * @error: return location for an error
 *
 * Does as ov_file_format_of_name(); but what is not a file with a name of its own, such as
 * /dev/null, takes any format.
 *
 * Returns: whether there is a format; if not, @error is an %OV_ERROR_FILE
 */
gboolean
ov_file_format_choose (OvFileKind          kind,
                       const char         *path,
                       const OvFileTarget *target,
                       OvFileFormat       *format,
                       GError            **error)
{
  g_return_val_if_fail (path != NULL && target != NULL, FALSE);

  if (ov_file_target_is_plain (target))
    return ov_file_format_of_name (kind, path, format, error);
  if (ov_file_format_of_name (kind, path, format, NULL))
    return TRUE;

  for (gsize i = 0; format != NULL && i < G_N_ELEMENTS (formats); i++)
    if (formats[i].kind == kind)
      {
        *format = formats[i].format;
        break;
      }

  return TRUE;
}
