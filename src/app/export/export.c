/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export.h"

#include "raster.h"

/* One page to be drawn on a thread. */
typedef struct
{
  OvFigureSet *set;  /* has its figures */
  OvFigurePage page; /* whose title is owned */
  double       scale;
  char        *path;
} Job;

static void
job_free (Job *job)
{
  ov_figure_set_unref (job->set);
  g_free ((char *) job->page.style.title);
  g_free (job->path);
  g_free (job);
}

static GTask *
make_task (OvFigureSet        *set,
           const OvFigurePage *page,
           double              scale,
           const char         *path,
           GAsyncReadyCallback callback,
           gpointer            user_data)
{
  Job *job = g_new0 (Job, 1);
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  job->set = ov_figure_set_ref (set);
  job->page = *page;
  job->page.style.title = g_strdup (page->style.title);
  job->scale = scale;
  job->path = g_strdup (path);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);

  return task;
}

static void
save_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  const Job *job = task_data;
  GError *error = NULL;

  if (ov_figure_page_write (&job->page, job->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * ov_export_save_async:
 * @set: has the figures of @page
 * @page: what is drawn; copied
 * @path: the file to write; an old one is replaced only when the new one is whole
 * @callback: called when it is done
 * @user_data: given to @callback
 *
 * Draws and writes a file on a thread, in the format that its name ends in.
 */
void
ov_export_save_async (OvFigureSet        *set,
                      const OvFigurePage *page,
                      const char         *path,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (set != NULL && page != NULL);
  g_return_if_fail (path != NULL);

  task = make_task (set, page, 1.0, path, callback, user_data);
  g_task_set_source_tag (task, ov_export_save_async);
  g_task_run_in_thread (task, save_thread);
}

/**
 * ov_export_save_finish:
 * @result: what the callback was given
 * @error: (out) (optional): return location for an error
 *
 * Returns: %TRUE when the file was written; %FALSE with @error set when it was not, and then an old
 *   file is as it was
 */
gboolean
ov_export_save_finish (GAsyncResult *result,
                       GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static GdkTexture *
make_texture (cairo_surface_t *surface)
{
  const int height = cairo_image_surface_get_height (surface);
  const gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = NULL;

  cairo_surface_flush (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface), stride * (gsize) height);

  return gdk_memory_texture_new (cairo_image_surface_get_width (surface), height,
                                 GDK_MEMORY_DEFAULT, bytes, stride);
}

static void
texture_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Job *job = task_data;
  const OvPageSize size = ov_figure_page_get_size (&job->page);
  GError *error = NULL;
  cairo_surface_t *surface = ov_raster_draw (size.width, size.height, job->scale,
                                             ov_figure_page_draw, &job->page, &error);

  if (surface == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_task_return_pointer (task, make_texture (surface), g_object_unref);
  cairo_surface_destroy (surface);
}

/**
 * ov_export_texture_async:
 * @set: has the figures of @page
 * @page: what is drawn; copied
 * @scale: pixels a point, whatever the page's resolution
 * @callback: called when it is done
 * @user_data: given to @callback
 *
 * Draws a picture on a thread, for the clipboard or as a preview.
 */
void
ov_export_texture_async (OvFigureSet        *set,
                         const OvFigurePage *page,
                         double              scale,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (set != NULL && page != NULL);

  task = make_task (set, page, scale, NULL, callback, user_data);
  g_task_set_source_tag (task, ov_export_texture_async);
  g_task_run_in_thread (task, texture_thread);
}

/**
 * ov_export_texture_finish:
 * @result: what the callback was given
 * @error: (out) (optional): return location for an error
 *
 * Returns: (transfer full): the picture, or %NULL with @error set
 */
GdkTexture *
ov_export_texture_finish (GAsyncResult *result,
                          GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
