/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "thread-pool.h"

#define MAX_MEMBERS 8
#define N_ROUNDS 3000
#define N_ITEMS 1001

typedef struct
{
  guint    round;
  guint    visits[MAX_MEMBERS];
  guint    values[N_ITEMS];
  GThread *threads[MAX_MEMBERS];
} Work;

static void
work_cb (guint member, guint n_members, gpointer user_data)
{
  Work *work = user_data;
  const OvShare share = ov_thread_pool_share (N_ITEMS, member, n_members);

  work->visits[member]++;
  work->threads[member] = g_thread_self ();
  for (guint i = share.begin; i < share.end; i++)
    work->values[i] += work->round;
}

/* Nothing but the pool itself keeps the members apart and in order; ThreadSanitizer watches. */
static void
test_rounds (void)
{
  for (guint n_members = 1; n_members <= MAX_MEMBERS; n_members++)
    {
      g_autoptr (OvThreadPool) pool = ov_thread_pool_new (n_members);
      g_autofree Work *work = g_new0 (Work, 1);

      g_assert_cmpuint (ov_thread_pool_get_size (pool), ==, n_members);
      for (work->round = 0; work->round < N_ROUNDS / n_members; work->round++)
        {
          ov_thread_pool_run (pool, work_cb, work);
          g_assert_cmpuint (work->values[0], ==, work->values[N_ITEMS - 1]);
        }

      for (guint i = 0; i < N_ITEMS; i++)
        g_assert_cmpuint (work->values[i], ==, work->round * (work->round - 1) / 2);
      for (guint i = 0; i < MAX_MEMBERS; i++)
        g_assert_cmpuint (work->visits[i], ==, i < n_members ? work->round : 0);

      /* The caller is member 0, and each member has a thread of its own. */
      g_assert_true (work->threads[0] == g_thread_self ());
      for (guint i = 1; i < n_members; i++)
        for (guint j = 0; j < i; j++)
          g_assert_true (work->threads[i] != work->threads[j]);
    }
}

static void
test_idle_teams (void)
{
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (OvThreadPool) pool = ov_thread_pool_new (1 + i % MAX_MEMBERS);

      g_assert_nonnull (pool);
    }
}

static void
test_shares (void)
{
  static const guint n_items[] = {0, 1, 2, 7, 8, 9, 1000, 50000, G_MAXUINT};

  for (guint n_members = 1; n_members <= 17; n_members++)
    for (guint i = 0; i < G_N_ELEMENTS (n_items); i++)
      {
        guint next = 0;

        for (guint member = 0; member < n_members; member++)
          {
            const OvShare share = ov_thread_pool_share (n_items[i], member, n_members);
            const guint size = share.end - share.begin;

            g_assert_cmpuint (share.begin, ==, next);
            g_assert_cmpuint (size, >=, n_items[i] / n_members);
            g_assert_cmpuint (size, <=, (guint64) n_items[i] / n_members + 1);
            next = share.end;
          }
        g_assert_cmpuint (next, ==, n_items[i]);
      }
}

static void
test_default_size (void)
{
  g_assert_cmpuint (ov_thread_pool_default_size (), ==, g_get_num_processors ());
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/team/rounds", test_rounds);
  g_test_add_func ("/team/idle-teams", test_idle_teams);
  g_test_add_func ("/team/shares", test_shares);
  g_test_add_func ("/team/default-size", test_default_size);

  return g_test_run ();
}
