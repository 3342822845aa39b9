/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Tells ThreadSanitizer what GLib's locks promise.
 *
 * Debian's GLib is not built for ThreadSanitizer, and locks by system calls that the sanitizer does
 * not see, so that every use of a GMutex would look like a race. This module is loaded before the
 * tests of that build: its functions stand before GLib's own of the same names, call them, and say
 * what memory they pass on. What was written before a release is seen after the next acquire of the
 * same address. The start and the end of threads need nothing, since GLib calls pthread_create()
 * and pthread_join() for them, which the sanitizer watches.
 */

#include <dlfcn.h>
#include <gio/gio.h>

/* In GLib's header these are macros around functions of the same names. */
#undef g_once_init_enter
#undef g_once_init_leave

/* A task's own function, while another stands before it. */
#define RUN_KEY "tsan-run"

/* Weak, since a test may start programs that are not built for ThreadSanitizer. */
__attribute__ ((weak)) void __tsan_acquire (void *address);
__attribute__ ((weak)) void __tsan_release (void *address);

/* Declares `below`, GLib's own function of this name. */
#define BELOW(name)                \
  static __typeof__ (name) *found; \
  __typeof__ (name)        *below = look_up ((void **) &found, #name)

static void *
look_up (void      **found,
         const char *name)
{
  void *function = __atomic_load_n (found, __ATOMIC_ACQUIRE);

  if (function == NULL)
    {
      function = dlsym (RTLD_NEXT, name);
      __atomic_store_n (found, function, __ATOMIC_RELEASE);
    }

  return function;
}

static void
acquire (void *address)
{
  if (__tsan_acquire != NULL)
    __tsan_acquire (address);
}

static void
release (void *address)
{
  if (__tsan_release != NULL)
    __tsan_release (address);
}

void
g_mutex_lock (GMutex *mutex)
{
  BELOW (g_mutex_lock);

  below (mutex);
  acquire (mutex);
}

gboolean
g_mutex_trylock (GMutex *mutex)
{
  BELOW (g_mutex_trylock);

  if (!below (mutex))
    return FALSE;

  acquire (mutex);
  return TRUE;
}

void
g_mutex_unlock (GMutex *mutex)
{
  BELOW (g_mutex_unlock);

  release (mutex);
  below (mutex);
}

void
g_cond_wait (GCond  *cond,
             GMutex *mutex)
{
  BELOW (g_cond_wait);

  release (mutex);
  below (cond, mutex);
  acquire (mutex);
}

gboolean
g_cond_wait_until (GCond  *cond,
                   GMutex *mutex,
                   gint64  end_time)
{
  BELOW (g_cond_wait_until);
  gboolean in_time;

  release (mutex);
  in_time = below (cond, mutex, end_time);
  acquire (mutex);

  return in_time;
}

/* Whoever finds something made sees what its maker wrote. Once it is made, GLib's macro reads the
 * location itself and does not come here. */
gboolean
g_once_init_enter (volatile void *location)
{
  BELOW (g_once_init_enter);
  const gboolean is_maker = below (location);

  if (!is_maker)
    acquire ((void *) location);

  return is_maker;
}

void
g_once_init_leave (volatile void *location,
                   gsize          result)
{
  BELOW (g_once_init_leave);

  release ((void *) location);
  below (location, result);
}

/* Whoever gives up the last reference frees what all the others have used. */
void
g_object_unref (gpointer object)
{
  BELOW (g_object_unref);

  release (object);
  acquire (object);
  below (object);
}

void
g_atomic_rc_box_release_full (gpointer       block,
                              GDestroyNotify clear_func)
{
  BELOW (g_atomic_rc_box_release_full);

  release (block);
  acquire (block);
  below (block, clear_func);
}

gboolean
g_atomic_ref_count_dec (gatomicrefcount *count)
{
  BELOW (g_atomic_ref_count_dec);

  release (count);
  acquire (count);

  return below (count);
}

/* A task's thread sees what was written before the task was handed to it, and whoever takes the
 * result sees what the thread wrote. */
static void
run_task_cb (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  GTaskThreadFunc run;

  acquire (task);
  run = (GTaskThreadFunc) g_object_get_data (G_OBJECT (task), RUN_KEY);
  run (task, source, data, cancellable);
}

void
g_task_run_in_thread (GTask          *task,
                      GTaskThreadFunc run)
{
  BELOW (g_task_run_in_thread);

  g_object_set_data (G_OBJECT (task), RUN_KEY, (gpointer) run);
  release (task);
  below (task, run_task_cb);
}

void
g_task_return_pointer (GTask         *task,
                       gpointer       result,
                       GDestroyNotify free_result)
{
  BELOW (g_task_return_pointer);

  release (task);
  below (task, result, free_result);
}

void
g_task_return_error (GTask  *task,
                     GError *error)
{
  BELOW (g_task_return_error);

  release (task);
  below (task, error);
}

gpointer
g_task_propagate_pointer (GTask   *task,
                          GError **error)
{
  BELOW (g_task_propagate_pointer);

  acquire (task);

  return below (task, error);
}
