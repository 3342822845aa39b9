/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export.h"

#include "picture-file.h"
#include "png.h"
#include "run-figure.h"
#include "run-item.h"
#include "template-sheet.h"

struct _OvExport
{
  gatomicrefcount ref_count;

  OvRunRecord    *run;    /* frozen, as are those behind it */
  GPtrArray      *ghosts; /* of OvRunRecord */
  OvDataset      *dataset;
  OvTemplates    *templates; /* NULL when nothing has been learned yet */
  OvFigureStyle   style;
  OvTemplateScale scale;
};

/* One picture to be made on a thread. */
typedef struct
{
  OvExport *export;
  OvExportContent content;
  OvExportSize    size;
  char           *path;
} Job;

/**
 * ov_export_new:
 * @run: the run that the picture is about
 * @ghosts: (nullable): of #OvRunItem, the earlier runs behind it
 * @style: (nullable): how the charts look; %NULL for as they are by themselves
 * @shared_scale: whether the templates share one scale
 *
 * Returns: (transfer full): all that a picture shows, as it is now
 */
OvExport *
ov_export_new (OvRun               *run,
               GListModel          *ghosts,
               const OvFigureStyle *style,
               gboolean             shared_scale)
{
  const guint n_ghosts = ghosts != NULL ? g_list_model_get_n_items (ghosts) : 0;
  const OvTemplates *templates;
  OvExport *self;

  g_return_val_if_fail (OV_IS_RUN (run), NULL);

  self = g_new0 (OvExport, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->run = ov_run_record_freeze (ov_run_get_record (run));
  self->ghosts = g_ptr_array_new_with_free_func ((GDestroyNotify) ov_run_record_unref);
  for (guint i = 0; i < n_ghosts; i++)
    {
      g_autoptr (OvRunItem) ghost = g_list_model_get_item (ghosts, i);

      g_ptr_array_add (self->ghosts,
                       ov_run_record_freeze (ov_run_get_record (ov_run_item_get_run (ghost))));
    }
  self->dataset = ov_dataset_ref (ov_run_get_dataset (run));
  templates = ov_run_get_templates (run);
  self->templates = templates != NULL ? ov_templates_copy (templates) : NULL;
  if (style != NULL)
    self->style = *style;
  self->scale = shared_scale ? OV_TEMPLATE_SCALE_SHARED : OV_TEMPLATE_SCALE_EACH;

  return self;
}

static OvExport *
ov_export_ref (OvExport *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * ov_export_unref:
 * @self: an export
 */
void
ov_export_unref (OvExport *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  ov_run_record_unref (self->run);
  g_ptr_array_unref (self->ghosts);
  ov_dataset_unref (self->dataset);
  g_clear_pointer (&self->templates, ov_templates_free);
  g_free (self);
}

/**
 * ov_export_has_templates:
 * @self: an export
 *
 * Returns: whether there are templates to be shown
 */
gboolean
ov_export_has_templates (OvExport *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->templates != NULL;
}

static void
draw_paper (OvExport          *self,
            OvRunFigureContent content,
            cairo_t           *cr,
            double             width,
            double             height)
{
  OvRunFigure figure = {
    .content = content,
    .style = self->style,
    .run = self->run,
    .ghosts = (const OvRunRecord *const *) self->ghosts->pdata,
    .n_ghosts = self->ghosts->len,
  };

  ov_run_figure_draw (cr, width, height, &figure);
}

static void
draw_templates (OvExport *self,
                cairo_t  *cr,
                double    width,
                double    height)
{
  OvTemplateSheet sheet = {
    .templates = self->templates,
    .scale = self->scale,
    .dataset = self->dataset,
    .recipe = &self->run->recipe,
    .history = self->run->history,
  };

  ov_template_sheet_draw (cr, width, height, &sheet);
}

/**
 * ov_export_draw:
 * @self: an export
 * @content: what to draw; templates only when there are some
 * @cr: where to draw
 * @width: in user units
 * @height: in user units
 *
 * Draws the picture, as it will be in the file.
 */
void
ov_export_draw (OvExport       *self,
                OvExportContent content,
                cairo_t        *cr,
                double          width,
                double          height)
{
  static const OvRunFigureContent papers[] = {
    [OV_EXPORT_LOSS] = OV_RUN_FIGURE_LOSS,
    [OV_EXPORT_ACCURACY] = OV_RUN_FIGURE_ACCURACY,
    [OV_EXPORT_BOTH] = OV_RUN_FIGURE_BOTH,
  };

  g_return_if_fail (self != NULL);
  g_return_if_fail (content != OV_EXPORT_TEMPLATES || self->templates != NULL);

  if (content == OV_EXPORT_TEMPLATES)
    draw_templates (self, cr, width, height);
  else
    draw_paper (self, papers[content], cr, width, height);
}

static void
job_free (Job *job)
{
  ov_export_unref (job->export);
  g_free (job->path);
  g_free (job);
}

static void
draw_job_cb (cairo_t *cr,
             double   width,
             double   height,
             gpointer user_data)
{
  Job *job = user_data;

  ov_export_draw (job->export, job->content, cr, width, height);
}

static GTask *
make_task (OvExport           *self,
           OvExportContent     content,
           OvExportSize        size,
           const char         *path,
           GAsyncReadyCallback callback,
           gpointer            user_data)
{
  Job *job = g_new0 (Job, 1);
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  job->export = ov_export_ref (self);
  job->content = content;
  job->size = size;
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
  Job *job = task_data;
  GError *error = NULL;

  if (ov_picture_file_write (job->path, job->size.width, job->size.height, job->size.scale,
                             draw_job_cb, job, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * ov_export_save_async:
 * @self: an export
 * @content: what to draw
 * @size: how large
 * @path: the file to write; an old one is replaced only when the new one is whole
 * @callback: called when it is done
 * @user_data: given to @callback
 *
 * Draws and writes a PNG file on a thread.
 */
void
ov_export_save_async (OvExport           *self,
                      OvExportContent     content,
                      OvExportSize        size,
                      const char         *path,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (path != NULL);

  task = make_task (self, content, size, path, callback, user_data);
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
  GError *error = NULL;
  cairo_surface_t *surface = ov_png_render_surface (job->size.width, job->size.height,
                                                    job->size.scale, draw_job_cb, job, &error);

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
 * @self: an export
 * @content: what to draw
 * @size: how large
 * @callback: called when it is done
 * @user_data: given to @callback
 *
 * Draws the picture on a thread, for the clipboard.
 */
void
ov_export_texture_async (OvExport           *self,
                         OvExportContent     content,
                         OvExportSize        size,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (self != NULL);

  task = make_task (self, content, size, NULL, callback, user_data);
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
