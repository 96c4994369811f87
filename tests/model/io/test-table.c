/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curves given by points: what is refused, what is one object, and that the caller's arrays are not kept. */
#include <math.h>
#include <string.h>

#include "model/support/sl-error.h"
#include "model/io/sl-table.h"

static const double x[] = { 0.5, 1.0, 3.0 }, y[] = { 2.0, 4.0, -1.0 };

static const SlTable *
intern (const char *name, const double *some_x, const double *some_y, guint n)
{
  g_autoptr (GError) error = NULL;
  const SlTable *table = sl_table_intern (name, some_x, some_y, n, &error);

  g_assert_no_error (error);
  g_assert_nonnull (table);
  return table;
}

static void
test_values (void)
{
  double mine[3];
  const SlTable *table;

  memcpy (mine, x, sizeof x);
  table = intern ("curve", mine, y, 3);
  mine[1] = 2.0;
  g_assert_cmpstr (table->name, ==, "curve");
  g_assert_cmpuint (table->n, ==, 3);
  g_assert_cmpmem (table->x, sizeof x, x, sizeof x);
  g_assert_cmpmem (table->y, sizeof y, y, sizeof y);
  g_assert_cmpfloat (table->integral[0], ==, 0.0);
  g_assert_cmpfloat (table->integral[1], ==, 1.5);
  g_assert_cmpfloat (table->integral[2], ==, 4.5);
}

static void
test_one_object (void)
{
  g_autofree double *copy_x = g_memdup2 (x, sizeof x), *copy_y = g_memdup2 (y, sizeof y);
  g_autofree char *name = g_strdup ("same");
  const SlTable *table = intern ("same", x, y, 3);

  g_assert_true (intern (name, copy_x, copy_y, 3) == table);
  g_assert_true (intern ("other", x, y, 3) != table);
  g_assert_true (intern ("same", x, y, 2) != table);
  copy_y[2] = nextafter (copy_y[2], 0.0);
  g_assert_true (intern ("same", x, copy_y, 3) != table);
  copy_x[0] = 0.25;
  g_assert_true (intern ("same", copy_x, y, 3) != table);
  g_assert_true (intern ("same", x, y, 3) == table);
}

typedef struct { const SlTable *table[64]; } Seen;

static gpointer
intern_many (gpointer data)
{
  Seen *seen = g_new0 (Seen, 1);

  for (guint i = 0; i < G_N_ELEMENTS (seen->table); i++)
    {
      double own[3] = { 1.0, 2.0, i };

      seen->table[i] = intern ("threads", x, own, 3);
    }
  return seen;
}

/* From many threads at once: still one object. */
static void
test_threads (void)
{
  GThread *thread[4];
  Seen *seen[4];

  for (guint i = 0; i < G_N_ELEMENTS (thread); i++)
    thread[i] = g_thread_new ("intern", intern_many, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (thread); i++)
    seen[i] = g_thread_join (thread[i]);
  for (guint i = 1; i < G_N_ELEMENTS (thread); i++)
    g_assert_cmpmem (seen[0], sizeof *seen[0], seen[i], sizeof *seen[i]);
  for (guint i = 0; i < G_N_ELEMENTS (thread); i++)
    g_free (seen[i]);
}

static void
assert_refused (const char *name, const double *some_x, const double *some_y, guint n)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sl_table_intern (name, some_x, some_y, n, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, name));
}

static void
test_errors (void)
{
  static const double same[] = { 0.5, 1.0, 1.0 }, back[] = { 0.5, 1.0, 0.7 }, nan_x[] = { 0.5, NAN, 3.0 };
  static const double nan_y[] = { 1.0, NAN, 1.0 }, infinite[] = { 1.0, 2.0, INFINITY };
  g_autofree double *many = g_new (double, SL_TABLE_MAX + 1);

  assert_refused ("one.csv", x, y, 1);
  assert_refused ("none.csv", x, y, 0);
  assert_refused ("same.csv", same, y, 3);
  assert_refused ("back.csv", back, y, 3);
  assert_refused ("nan-x.csv", nan_x, y, 3);
  assert_refused ("nan-y.csv", x, nan_y, 3);
  assert_refused ("infinite.csv", x, infinite, 3);
  for (guint i = 0; i <= SL_TABLE_MAX; i++)
    many[i] = i;
  assert_refused ("many.csv", many, many, SL_TABLE_MAX + 1);
  g_assert_cmpuint (intern ("most.csv", many, many, SL_TABLE_MAX)->n, ==, SL_TABLE_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/values", test_values);
  g_test_add_func ("/table/one-object", test_one_object);
  g_test_add_func ("/table/threads", test_threads);
  g_test_add_func ("/table/errors", test_errors);
  return g_test_run ();
}
