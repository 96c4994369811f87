/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two to four ranks come to what one process comes to, bit for bit; also where one of them is killed on the
 * way. Needs a build with -Dmpi=enabled and Open MPI's mpirun (MPIRUN). */
#include <string.h>
#include <unistd.h>

#include "model/population/sl-population.h"
#include "tests/app/commands/catalogue.h"
#include "tests/app/population/population.h"

#define N_POINTS 37
#define POINTS "points.csv"
#define GRID "ssp_tiny.h5"

static double *whole;
static gsize n_whole;

/* mpirun -n RANKS WORDS…; setting: NAME=value for the ranks, or NULL. */
static PopulationChild
ranks (guint n, const char *setting, const char *stop, const char *const *words)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);

  if (setting)
    {
      g_ptr_array_add (argv, g_strdup ("/usr/bin/env"));
      g_ptr_array_add (argv, g_strdup (setting));
    }
  g_ptr_array_add (argv, g_strdup (g_getenv ("MPIRUN")));
  g_ptr_array_add (argv, g_strdup ("--allow-run-as-root"));
  g_ptr_array_add (argv, g_strdup ("--oversubscribe"));
  g_ptr_array_add (argv, g_strdup ("-n"));
  g_ptr_array_add (argv, g_strdup_printf ("%u", n));
  for (guint i = 0; words[i]; i++)
    g_ptr_array_add (argv, g_strdup (words[i]));
  g_ptr_array_add (argv, NULL);
  return population_child ((const char *const *) argv->pdata, stop);
}

static void
assert_good (const PopulationChild *child)
{
  if (child->killed || child->status != 0)
    g_error ("status %d: %s", child->status, child->err);
}

/* Only one rank prints. */
static void
assert_once (const char *text, const char *part)
{
  const char *first = strstr (text, part);

  if (!first || strstr (first + 1, part))
    g_error ("“%s” is not once in “%s”", part, text);
}

static void
test_population (gconstpointer data)
{
  g_autofree char *out = at ("sums");
  const char *words[] = { g_getenv ("POPULATION_RANKS"), out, NULL };
  g_auto (PopulationChild) child = ranks (GPOINTER_TO_UINT (data), NULL, NULL, words);

  assert_good (&child);
  assert_once (child.out, "began at");
  population_assert_same (out, whole, n_whole);
  g_unlink (out);
}

/* The second of two ranks goes after its second slab: the first two slabs were written before that. Three
 * ranks go on. */
static void
test_killed (void)
{
  g_autofree char *out = at ("killed-sums"), *checkpoint = at ("checkpoint");
  const char *words[] = { g_getenv ("POPULATION_RANKS"), out, checkpoint, NULL };
  g_auto (PopulationChild) first = ranks (2, NULL, "2", words), second = { 0 };

  g_assert_true (first.killed || first.status != 0);
  assert_absent ("killed-sums");
  second = ranks (3, NULL, NULL, words);
  assert_good (&second);
  g_assert_cmpuint (population_began (&second), >, 2 * (guint64) SL_POP_SLAB);
  population_assert_same (out, whole, n_whole);
  assert_absent ("checkpoint");
}

/* Only the first rank opens the checkpoint; its error ends all ranks. */
static void
test_refused (void)
{
  g_autofree char *out = at ("refused-sums"), *checkpoint = at ("notes");
  const char *words[] = { g_getenv ("POPULATION_RANKS"), out, checkpoint, NULL };
  g_auto (PopulationChild) child = { 0 };

  write_file ("notes", "A file of the user's own.\n");
  child = ranks (3, NULL, NULL, words);
  g_assert_cmpint (child.status, ==, 1);
  assert_once (child.err, "another kind of file");
  assert_absent ("refused-sums");
}

/* ---------------------------------------------------------------- catalogues */

static void
write_points (guint n, guint bad)
{
  g_autoptr (GString) text = g_string_new ("logm0,lg_qt,av_old,sfh_model\n");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%.3f,%.2f,%.2f,%s\n", 11.5 + 2.0 * i / N_POINTS, 0.4 + i % 5 * 0.2,
                            i == bad ? -7.0 : 0.1 * (i % 7), i % 4 ? "diffstar" : "tau");
  write_file (POINTS, text->str);
}

/* All datasets of both files, whatever their names. */
static void
assert_same_files (const char *a, const char *b)
{
  g_autofree char *path[2] = { at (a), at (b) };
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) one = sl_h5_open (path[0], &error), other = error ? NULL : sl_h5_open (path[1], &error);
  g_auto (GStrv) names = NULL, other_names = NULL;

  g_assert_no_error (error);
  names = sl_h5_members (one, "/", &error);
  other_names = sl_h5_members (other, "/", &error);
  g_assert_no_error (error);
  g_assert_cmpstrv (names, other_names);
  g_assert_cmpuint (g_strv_length (names), >=, 8);
  for (guint i = 0; names[i]; i++)
    {
      g_auto (GStrv) words = sl_h5_read_strings (one, names[i], NULL, NULL), other_words = NULL;
      g_autofree double *x = NULL, *y = NULL;
      gsize dims[8] = { 0 }, other_dims[8] = { 0 }, n = 1;
      guint rank, other_rank;

      if (words)
        {
          other_words = sl_h5_read_strings (other, names[i], NULL, &error);
          g_assert_no_error (error);
          g_assert_cmpstrv (words, other_words);
          continue;
        }
      g_assert_true (sl_h5_shape (one, names[i], &rank, dims, &error));
      g_assert_true (sl_h5_shape (other, names[i], &other_rank, other_dims, &error));
      g_assert_cmpuint (rank, ==, other_rank);
      for (guint k = 0; k < rank; k++)
        n *= dims[k];
      x = sl_h5_read_double (one, names[i], rank, dims, &error);
      y = sl_h5_read_double (other, names[i], rank, dims, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (x, n * sizeof *x, y, n * sizeof *y);
    }
}

typedef struct {
  const char *name, *setting;
  guint ranks, points;
} Case;

static const Case cases[] = {
  { "shared", NULL, 3, N_POINTS },
  { "gathered", "STARLOOM_HDF5=gather", 3, N_POINTS },
  { "two", NULL, 2, N_POINTS },
  /* more ranks than slabs */
  { "few", NULL, 4, 2 },
  { "few-gathered", "STARLOOM_HDF5=gather", 4, 2 },
};

static void
test_eval (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *points = at (POINTS), *one = at ("one.h5"), *many = at ("many.h5"),
                  *grid = sl_data_path (GRID);
  const char *words[] = { g_getenv ("SL_PROGRAM"),
                          "eval",
                          "--points",
                          points,
                          "--out",
                          many,
                          "--grid",
                          grid,
                          "--jacobian",
                          "--sed",
                          NULL };
  g_auto (PopulationChild) alone = { 0 }, child = { 0 };

  write_points (c->points, G_MAXUINT);
  words[5] = one;
  alone = population_child (words, NULL);
  assert_good (&alone);
  words[5] = many;
  child = ranks (c->ranks, c->setting, NULL, words);
  assert_good (&child);
  g_assert_cmpstr (child.out, ==, "");
  assert_same_files ("one.h5", "many.h5");
  g_unlink (one);
  g_unlink (many);
}

/* Formats, and rows: few are computed one by one, many together. */
static const struct {
  const char *ending;
  guint rows;
} table_cases[] = { { "csv", N_POINTS }, { "csv", 5000 }, { "ecsv", 5000 }, { "h5", 5000 } };

/* Three ranks write the bytes that one process writes; they also go on with what a killed process has
 * begun. */
static void
test_tables (void)
{
  g_autofree char *grid = sl_data_path (GRID), *in = at ("in.csv");

  for (guint i = 0; i < G_N_ELEMENTS (table_cases); i++)
    {
      const guint n = table_cases[i].rows;
      g_autofree char *one = g_strconcat ("one.", table_cases[i].ending, NULL),
                      *many = g_strconcat ("many.", table_cases[i].ending, NULL);
      g_autofree char *whole_path = at (one), *path = at (many);
      const char *words[] = { g_getenv ("SL_PROGRAM"), "eval", "-p", in, "-o", whole_path, "--grid", grid,
                              "--skip-bad", "--observables", "obs:LSST/g,line:Halpha", NULL, NULL };
      g_auto (PopulationChild) alone = { 0 }, child = { 0 }, going_on = { 0 };

      write_catalogue ("in.csv", n, n - 2, "12,1,x,0.1,0.2");
      alone = population_child (words, NULL);
      assert_good (&alone);
      words[5] = path;
      child = ranks (3, NULL, NULL, words);
      assert_good (&child);
      assert_once (child.err, "1 of ");
      assert_same_bytes (one, many);
      g_unlink (path);
      if (n > N_POINTS)
        {
          run_until_killed (words);
          words[11] = "--resume";
          going_on = ranks (3, NULL, NULL, words);
          assert_good (&going_on);
          assert_same_bytes (one, many);
        }
    }
}

/* One message, no file, and no rank waits forever. */
static void
test_eval_fails (void)
{
  g_autofree char *points = at (POINTS), *out = at ("bad.h5"), *grid = sl_data_path (GRID),
                  *nowhere = at ("nowhere/out.h5");
  const char *words[] = {
    g_getenv ("SL_PROGRAM"), "eval", "--points", points, "--out", out, "--grid", grid, NULL
  };
  g_auto (PopulationChild) value = { 0 }, folder_missing = { 0 };

  write_points (N_POINTS, N_POINTS - 1);
  value = ranks (3, NULL, NULL, words);
  g_assert_cmpint (value.status, ==, 1);
  assert_once (value.err, "line 38");
  assert_absent ("bad.h5");
  write_points (N_POINTS, G_MAXUINT);
  words[5] = nowhere;
  folder_missing = ranks (3, NULL, NULL, words);
  g_assert_cmpint (folder_missing.status, ==, 1);
  assert_once (folder_missing.err, "does not exist");
}

static void
test_help (void)
{
  const char *words[] = { g_getenv ("SL_PROGRAM"), "eval", "--help", NULL };
  g_auto (PopulationChild) child = ranks (2, NULL, NULL, words);

  assert_good (&child);
  assert_once (child.out, "--jacobian");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  SlPopulationSpec spec;
  g_autoptr (SlPopulation) population = NULL;
  g_autoptr (SlPopulationResult) result = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  make_folder ();
  population = population_make (&spec, 0, &error);
  g_assert_no_error (error);
  result = sl_population_result_new (&spec, TRUE);
  g_assert_true (sl_population_run (population, 0, POPULATION_N, NULL, NULL, result, &error));
  whole = result->sums;
  n_whole = result->size;
  for (guint n = 2; n <= 4; n++)
    {
      g_autofree char *path = g_strdup_printf ("/mpi/population/%u", n);

      g_test_add_data_func (path, GUINT_TO_POINTER (n), test_population);
    }
  g_test_add_func ("/mpi/population/killed", test_killed);
  g_test_add_func ("/mpi/population/refused", test_refused);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/mpi/eval/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_eval);
    }
  g_test_add_func ("/mpi/eval/tables", test_tables);
  g_test_add_func ("/mpi/eval/fails", test_eval_fails);
  g_test_add_func ("/mpi/help", test_help);
  status = g_test_run ();
  remove_tree (folder);
  g_free (folder);
  return status;
}
