/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "frame-times.h"

#include <math.h>
#include <time.h>

/* Milliseconds that 95 % of the frames have to keep within. */
#define TARGET 20.0

/* Of this thread, in microseconds. */
gint64
frame_times_get_processor_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

void
frame_times_init (FrameTimes *self)
{
  self->times = g_array_new (FALSE, FALSE, sizeof (double));
  self->works = g_array_new (FALSE, FALSE, sizeof (double));
}

void
frame_times_clear (FrameTimes *self)
{
  g_array_unref (self->times);
  g_array_unref (self->works);
}

void
frame_times_add (FrameTimes *self,
                 double      time,
                 double      work)
{
  g_array_append_val (self->times, time);
  g_array_append_val (self->works, work);
}

void
frame_times_extend (FrameTimes       *self,
                    const FrameTimes *others)
{
  g_array_append_vals (self->times, others->times->data, others->times->len);
  g_array_append_vals (self->works, others->works->data, others->works->len);
}

static int
compare_cb (gconstpointer a,
            gconstpointer b)
{
  const double x = *(const double *) a;
  const double y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Sorts the values. Returns the least one that so large a share of them keeps within. */
double
frame_times_get_percentile (GArray *values,
                            double  share)
{
  const guint rank = (guint) ceil (share * values->len);

  if (values->len == 0)
    return 0.0;

  g_array_sort (values, compare_cb);

  return g_array_index (values, double, CLAMP (rank, 1, values->len) - 1);
}

void
frame_times_print_header (void)
{
  g_print ("%-32s %6s %26s %26s\n%-32s %6s %8s %8s %8s %8s %8s %8s\n", "", "",
           "ms between frames", "ms of the interface's work", "", "frames", "median", "95 %",
           "worst", "median", "95 %", "worst");
}

/* Prints a row of the table. Returns whether the frames keep within the target. */
gboolean
frame_times_print (FrameTimes *self,
                   const char *title)
{
  GArray *const columns[] = {self->times, self->works};

  g_print ("%-32s %6u", title, self->times->len);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    g_print (" %8.1f %8.1f %8.1f", frame_times_get_percentile (columns[i], 0.5),
             frame_times_get_percentile (columns[i], 0.95),
             frame_times_get_percentile (columns[i], 1.0));
  g_print ("\n");

  return frame_times_get_percentile (self->times, 0.95) <= TARGET;
}
