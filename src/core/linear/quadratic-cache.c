/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file-writer.h"
#include "hash.h"
#include "quadratic-private.h"

/*
 * The cache of a quadratic form: a header, then the block of values as it lies in memory. It is
 * read by the machine that wrote it; another's, with other words, is foreign and built again.
 */

#define MAGIC "Overshoot quadratic form"
#define VERSION 2
#define BYTE_ORDER_MARK 0x01020304

/* A file is read and written in pieces, so that a cancelled write ends within milliseconds. */
#define PIECE_SIZE (4 * 1024 * 1024)

typedef struct
{
  char    magic[32];
  guint32 version;
  guint32 byte_order;
  guint64 values_size;
  guint32 n_images[OV_N_SPLITS];
  double  frequencies[OV_N_SPLITS][OV_N_CLASSES];
  char    images[OV_HASH_LENGTH]; /* of the images that it was computed from */
  char    values[OV_HASH_LENGTH]; /* of the block that follows */
  char    header[OV_HASH_LENGTH]; /* of this header up to here */
} Header;

static void
init_header (Header            *header,
             const OvQuadratic *self,
             const char        *images,
             const char        *values)
{
  g_autofree char *own = NULL;

  memset (header, 0, sizeof *header);
  memcpy (header->magic, MAGIC, sizeof MAGIC);
  header->version = VERSION;
  header->byte_order = BYTE_ORDER_MARK;
  header->values_size = sizeof (OvQuadraticValues);
  memcpy (header->n_images, self->n_images, sizeof header->n_images);
  memcpy (header->frequencies, self->frequencies, sizeof header->frequencies);
  memcpy (header->images, images, OV_HASH_LENGTH);
  memcpy (header->values, values, OV_HASH_LENGTH);

  own = ov_hash_compute (header, G_STRUCT_OFFSET (Header, header));
  memcpy (header->header, own, OV_HASH_LENGTH);
}

/* Reads up to the end of the file. Returns whether exactly @size bytes were there. */
static gboolean
read_all (int      fd,
          gpointer data,
          gsize    size)
{
  guint8 *bytes = data;

  while (size > 0)
    {
      const gssize n_read = read (fd, bytes, size);

      if (n_read < 0 && errno == EINTR)
        continue;
      if (n_read <= 0)
        return FALSE;
      bytes += n_read;
      size -= (gsize) n_read;
    }

  return TRUE;
}

/* Reads a form whose numbers of images are set. The size and the header are looked at first: 113 MB
 * are not read only to be refused. */
static gboolean
read_form (OvQuadratic *self,
           int          fd,
           const char  *hash)
{
  g_autofree char *values = NULL;
  struct stat status;
  Header header;
  Header expected;

  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode)
      || status.st_size != (goffset) (sizeof header + sizeof (OvQuadraticValues))
      || !read_all (fd, &header, sizeof header))
    return FALSE;

  /* The header is right when it is the one that we would write. */
  memcpy (self->frequencies, header.frequencies, sizeof self->frequencies);
  init_header (&expected, self, hash, header.values);
  if (memcmp (&header, &expected, sizeof header) != 0
      || !read_all (fd, self->values, sizeof (OvQuadraticValues)))
    return FALSE;

  values = ov_hash_compute (self->values, sizeof (OvQuadraticValues));

  return memcmp (values, header.values, OV_HASH_LENGTH) == 0;
}

/*
 * ov_quadratic_load:
 * @dataset: the images
 * @file: the cache's file
 * @hash: what stands for the images
 *
 * Returns: (transfer full) (nullable): the quadratic form, or %NULL when there is no file or it is
 *   not whole, of another kind or of other images
 */
OvQuadratic *
ov_quadratic_load (OvDataset  *dataset,
                   GFile      *file,
                   const char *hash)
{
  const char *path = g_file_peek_path (file);
  g_autoptr (OvQuadratic) self = NULL;
  g_autoptr (GFile) folder = NULL;
  gboolean is_right;
  int fd;

  if (path == NULL)
    return NULL;
  fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (fd < 0)
    return NULL;

  self = ov_quadratic_allocate ();
  for (guint split = 0; split < OV_N_SPLITS; split++)
    self->n_images[split] = dataset->n_images[split];
  is_right = read_form (self, fd, hash);
  /* The time tells ov_quadratic_trim_folder() which forms are in use. */
  futimens (fd, NULL);
  close (fd);
  if (!is_right)
    return NULL;

  folder = g_file_get_parent (file);
  ov_quadratic_trim_folder (folder);

  return g_steal_pointer (&self);
}

static gboolean
write_pieces (OvFileWriter            *writer,
              const Header            *header,
              const OvQuadraticValues *values,
              GCancellable            *cancellable,
              GError                 **error)
{
  const guint8 *bytes = (const guint8 *) values;

  if (!ov_file_writer_write (writer, header, sizeof *header, error))
    return FALSE;

  for (gsize i = 0; i < sizeof *values; i += PIECE_SIZE)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !ov_file_writer_write (writer, bytes + i, MIN (PIECE_SIZE, sizeof *values - i), error))
      return FALSE;

  return ov_file_writer_commit (writer, error);
}

/*
 * ov_quadratic_save:
 * @self: a quadratic form
 * @file: the cache's file; its folder is made when it is missing
 * @hash: what stands for the images
 * @cancellable: (nullable): gives the writing up
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with %OV_ERROR_FILE or %G_IO_ERROR_CANCELLED set; then no temporary
 *   file is left
 */
gboolean
ov_quadratic_save (const OvQuadratic *self,
                   GFile             *file,
                   const char        *hash,
                   GCancellable      *cancellable,
                   GError           **error)
{
  g_autofree char *values = ov_hash_compute (self->values, sizeof (OvQuadraticValues));
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autoptr (OvFileWriter) writer = NULL;
  Header header;

  if (ov_file_make_folder (folder, 0700, error) == NULL)
    return FALSE;

  init_header (&header, self, hash, values);
  writer = ov_file_writer_new (g_file_peek_path (file), OV_FILE_CACHE, error);
  if (writer == NULL || !write_pieces (writer, &header, self->values, cancellable, error))
    return FALSE;

  ov_quadratic_trim_folder (folder);

  return TRUE;
}
