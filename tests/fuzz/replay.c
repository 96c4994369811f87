/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gives a fuzzing target the files of folders, without a fuzzer: as they are, cut at some places, and with
 * single bytes changed. Arguments: folders. */
#include <glib/gstdio.h>

#include "tests/fuzz/fuzz.h"

#define N_CHANGED 40

static guint n_runs;

static void
try (const guint8 *data, gsize size)
{
  LLVMFuzzerTestOneInput (data, size);
  n_runs++;
}

static void
replay (gconstpointer path)
{
  g_autofree char *text = NULL;
  gsize length;
  GRand *random = g_rand_new_with_seed (1);

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  try ((const guint8 *) text, length);
  for (guint i = 1; i < 8; i++)
    try ((const guint8 *) text, length * i / 8);
  for (guint i = 0; i < N_CHANGED && length > 0; i++)
    {
      g_autofree char *copy = g_memdup2 (text, length);
      const guint n = g_rand_int_range (random, 1, 4);

      for (guint k = 0; k < n; k++)
        copy[g_rand_int_range (random, 0, length)] = g_rand_int_range (random, 0, 256);
      try ((const guint8 *) copy, length);
    }
  g_rand_free (random);
}

int
main (int argc, char **argv)
{
  guint n = 0;
  int status;

  g_test_init (&argc, &argv, NULL);
  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GDir) dir = g_dir_open (argv[i], 0, NULL);
      const char *name;

      g_assert_nonnull (dir);
      while ((name = g_dir_read_name (dir)))
        {
          g_autofree char *test = g_strdup_printf ("/fuzz/%s", name);

          g_test_add_data_func_full (test, g_build_filename (argv[i], name, NULL), replay, g_free);
          n++;
        }
    }
  g_assert_cmpuint (n, >, 0);
  status = g_test_run ();
  g_assert_cmpuint (n_runs, >=, n);
  return status;
}
