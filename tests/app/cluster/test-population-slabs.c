/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Populations slab by slab: the sums equal those of a single run bit for bit, also after the process was
 * killed; and the checkpoint file. */
#include <string.h>
#include <unistd.h>

#include "app/cluster/sl-population-checkpoint.h"
#include "app/cluster/sl-population-slabs.h"
#include "model/population/sl-population-device.h"
#include "model/support/sl-error.h"
#include "tests/app/commands/commands.h"
#include "tests/app/population/population.h"
#include "tests/model/population/population-fields.h"

static SlPopulationSpec spec;
static SlPopulation *population;
static SlPopulationResult *whole;

static void
test_same (void)
{
  g_autoptr (SlPopulationResult) result = sl_population_result_new (&spec, TRUE);
  g_autoptr (GError) error = NULL;

  g_assert_cmpfloat (whole->moment[3], ==, POPULATION_N);
  g_assert_true (sl_population_slabs_run (population, POPULATION_N, NULL, NULL, NULL, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (result->n, ==, POPULATION_N);
  g_assert_cmpmem (result->sums, result->size * sizeof (double), whole->sums, whole->size * sizeof (double));
}

static void
test_killed (void)
{
  g_autofree char *out = at ("out"), *checkpoint = at ("killed");
  const char *argv[] = { g_getenv ("POPULATION_RANKS"), out, checkpoint, NULL };
  g_auto (PopulationChild) first = population_child (argv, "2"), second = { 0 };

  g_assert_true (first.killed);
  assert_absent ("out");
  second = population_child (argv, NULL);
  g_assert_cmpint (second.status, ==, 0);
  /* The first slab is always written. */
  g_assert_cmpuint (population_began (&second), >, SL_POP_SLAB);
  population_assert_same (out, whole->sums, whole->size);
  assert_absent ("killed");
}

static gboolean
stop_cb (gpointer data, guint64 done, guint64 n)
{
  return done > SL_POP_SLAB;
}

/* The user or a signal ends the run: the checkpoint keeps the slabs done. */
static void
test_stopped (void)
{
  g_autoptr (SlPopulationResult) result = sl_population_result_new (&spec, TRUE);
  g_autoptr (SlPopulationResult) again = sl_population_result_new (&spec, TRUE);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = at ("stopped");
  SlPopCheckpoint *file;
  guint64 done;

  g_assert_false (sl_population_slabs_run (population, POPULATION_N, path, stop_cb, NULL, result, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_ENGINE);
  g_clear_error (&error);
  file = sl_pop_checkpoint_open (path, population, POPULATION_N, again, &done, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (done, ==, 1);
  g_assert_true (sl_population_run (population, 0, SL_POP_SLAB, NULL, NULL, result, &error));
  g_assert_cmpmem (again->sums, again->size * sizeof (double), result->sums, result->size * sizeof (double));
  sl_pop_checkpoint_close (file);
  /* After success the file keeps all sums until they are forgotten. */
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (
          sl_population_slabs_run (population, POPULATION_N, path, i ? stop_cb : NULL, NULL, result, &error));
      g_assert_no_error (error);
      g_assert_cmpmem (result->sums, result->size * sizeof (double), whole->sums,
                       whole->size * sizeof (double));
    }
  sl_population_slabs_forget (path);
  assert_absent ("stopped");
  sl_population_slabs_forget (NULL);
}

/* ------------------------------------------------------------ the file alone */

static void
fill (SlPopulationResult *result, double x)
{
  for (gsize i = 0; i < result->size; i++)
    result->sums[i] = x + i;
}

/* A file to which records of 1, 2 and 3 slabs were written; the third has replaced the first. */
static char *
make_file (const char *name)
{
  char *path = at (name);
  g_autoptr (SlPopulationResult) result = sl_population_result_new (&spec, TRUE);
  g_autoptr (GError) error = NULL;
  guint64 done;
  SlPopCheckpoint *file = sl_pop_checkpoint_open (path, population, POPULATION_N, result, &done, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (done, ==, 0);
  g_assert_true (sl_pop_checkpoint_due (file));
  for (done = 1; done <= 3; done++)
    {
      fill (result, done);
      g_assert_true (sl_pop_checkpoint_write (file, done, result, &error));
    }
  sl_pop_checkpoint_close (file);
  return path;
}

/* Expects a file with this many slabs and the sums of make_file(). */
static void
assert_opens (const char *path, guint64 slabs)
{
  g_autoptr (SlPopulationResult) result = sl_population_result_new (&spec, TRUE);
  g_autoptr (SlPopulationResult) expected = sl_population_result_new (&spec, TRUE);
  g_autoptr (GError) error = NULL;
  guint64 done;
  SlPopCheckpoint *file = sl_pop_checkpoint_open (path, population, POPULATION_N, result, &done, &error);

  g_assert_no_error (error);
  g_assert_nonnull (file);
  g_assert_cmpuint (done, ==, slabs);
  if (slabs)
    fill (expected, slabs);
  g_assert_cmpmem (result->sums, result->size * sizeof (double), expected->sums,
                   expected->size * sizeof (double));
  sl_pop_checkpoint_close (file);
}

/* Files that are cut short or damaged. */
static void
test_torn (void)
{
  static const struct {
    double keep;
    guint64 slabs;
  } cuts[] = { { 1.0, 3 }, { 0.99, 3 }, { 0.5, 3 }, { 0.0, 0 } };
  g_autofree char *path = make_file ("torn"), *text = NULL;
  gsize length, record;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  record = sizeof (guint64) + whole->size * sizeof (double) + 32;
  /* The third record replaced the first; the second follows it. */
  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      g_assert_true (
          g_file_set_contents (path, text, length - 2 * record + (gsize) (2 * record * cuts[i].keep), NULL));
      assert_opens (path, cuts[i].slabs);
    }
  /* Half of the third record was written over the first. */
  text[length - 2 * record + record / 2] ^= 1;
  g_assert_true (g_file_set_contents (path, text, length, NULL));
  assert_opens (path, 2);
  text[length - 1] ^= 1;
  g_assert_true (g_file_set_contents (path, text, length, NULL));
  assert_opens (path, 0);
  /* The program ended while it wrote the header. */
  g_assert_true (g_file_set_contents (path, text, 100, NULL));
  assert_opens (path, 0);
  g_assert_true (g_file_set_contents (path, text, 0, NULL));
  assert_opens (path, 0);
}

static void
assert_refused (const char *path, const SlPopulation *other, guint64 n, const char *what)
{
  g_autoptr (SlPopulationResult) result = sl_population_result_new (sl_population_spec (other), TRUE);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;
  gsize n_before, n_after;

  g_assert_true (g_file_get_contents (path, &before, &n_before, NULL));
  g_assert_false (sl_population_slabs_run ((SlPopulation *) other, n, path, NULL, NULL, result, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_FILE);
  assert_has (error->message, path);
  assert_has (error->message, what);
  /* A file of another run is unchanged. */
  g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
}

static const char *
toy_describe (gpointer device)
{
  return device;
}

static void
toy_free (gpointer device)
{
}

/* A device's last digits are not a processor's. */
static void
test_engine (void)
{
  static const SlPopulationDeviceClass toy = { .describe = toy_describe, .free = toy_free };
  g_autofree char *path = make_file ("engine");

  sl_population_set_device (population, &toy, (gpointer) "a toy");
  assert_refused (path, population, POPULATION_N, "“engine cpu” there, “engine a toy” here");
  sl_population_set_device (population, NULL, NULL);
  assert_opens (path, 3);
}

static void
test_refused (void)
{
  static const struct {
    const char *what;
    int drawn; /* besides, or -1 */
    double cut, slope, redshift;
    guint64 seed;
  } cases[] = {
    { "seed", -1, 0.6, 0.0, 0.0, 2 },     { "drawn", SL_POP_LGU_MEAN, 0.6, 0.0, 0.0, 1 },
    { "cut", -1, 0.61, 0.0, 0.0, 1 },     { "distribution 0 lgmcrit", -1, 0.6, 0.01, 0.0, 1 },
    { "redshift", -1, 0.6, 0.0, 0.1, 1 },
  };
  g_autofree char *path = make_file ("refused"), *damaged = make_file ("damaged"), *notes = at ("notes"),
                  *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SlPopulationSpec s = spec;

      s.seed = cases[i].seed;
      if (cases[i].drawn >= 0)
        sl_pop_set_add (&s.drawn, cases[i].drawn);
      s.cut = cases[i].cut;
      s.axis[0][SL_POP_LGMCRIT].slope = cases[i].slope;
      s.base.value[SL_PARAM_REDSHIFT] = cases[i].redshift;
      g_assert_true (sl_population_update (population, &s, &error));
      assert_refused (path, population, POPULATION_N, cases[i].what);
    }
  g_assert_true (sl_population_update (population, &spec, &error));
  assert_refused (path, population, POPULATION_N + 1, "galaxies");
  g_assert_true (g_file_get_contents (damaged, &text, &length, NULL));
  text[200] ^= 1;
  g_assert_true (g_file_set_contents (damaged, text, length, NULL));
  assert_refused (damaged, population, POPULATION_N, "damaged");
  write_file ("notes", "A file of the user's own, which is longer than nothing.\n");
  assert_refused (notes, population, POPULATION_N, "another kind of file");
  /* The file still belongs to its own run. */
  assert_opens (path, 3);
}

/* A change of any field that changes sums is another run; of any other field it is not. */
static void
test_fields (void)
{
  g_autofree char *path = at ("fields");
  g_autoptr (GError) error = NULL;
  SlPopulationSpec first;
  SlPopCatalogue *catalogue = population_fields_catalogue ();

  population_fields_spec (&first);
  for (guint i = 0; i < sl_population_field_count (); i++)
    {
      const SlPopulationField *field = sl_population_field (i);

      for (guint other = 0; other < 2; other++)
        {
          SlPopulationSpec s = first;
          g_autoptr (SlPopulationResult) result = NULL;
          SlPopCheckpoint *file;
          guint64 done;

          if (other)
            population_fields_alter (field, &s, catalogue);
          g_assert_true (sl_population_update (population, &s, &error));
          g_assert_no_error (error);
          result = sl_population_result_new (&s, FALSE);
          file = sl_pop_checkpoint_open (path, population, POPULATION_N, result, &done, &error);
          g_test_message ("%s: %s", field->name, error ? error->message : "the same run");
          g_assert_cmpint (file != NULL, ==, !other || !(field->flags & SL_POP_FIELD_SUMS));
          g_clear_error (&error);
          sl_pop_checkpoint_close (file);
        }
    }
  g_assert_true (sl_population_update (population, &spec, &error));
  sl_pop_catalogue_free (catalogue);
}

static void
test_library (void)
{
  g_autofree char *path = make_file ("library"), *grid = sl_data_path ("ssp_bc03_miles.h5");
  g_autofree char *bands = sl_data_path ("filters.h5");
  g_autoptr (GError) error = NULL;
  g_autoptr (SlTemplates) templates = sl_templates_load (grid, &error);
  g_autoptr (SlFilterSet) filters = sl_filter_set_load (bands, &error);
  g_autoptr (SlPopulation) other = sl_population_new (templates, filters, &spec, 1, &error);

  g_assert_no_error (error);
  assert_refused (path, other, POPULATION_N, "library");
}

/* Two processes cannot use one file; a missing folder is an error. */
static void
test_held (void)
{
  g_autofree char *path = make_file ("held"), *nowhere = at ("nowhere/file");
  g_autoptr (SlPopulationResult) result = sl_population_result_new (&spec, TRUE);
  g_autoptr (GError) error = NULL;
  guint64 done;
  SlPopCheckpoint *file = sl_pop_checkpoint_open (path, population, POPULATION_N, result, &done, &error);

  g_assert_no_error (error);
  assert_refused (path, population, POPULATION_N, "another process");
  sl_pop_checkpoint_close (file);
  assert_opens (path, 3);
  g_assert_null (sl_pop_checkpoint_open (nowhere, population, POPULATION_N, result, &done, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_FILE);
  assert_has (error->message, nowhere);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  make_folder ();
  population = population_make (&spec, 0, &error);
  g_assert_no_error (error);
  whole = sl_population_result_new (&spec, TRUE);
  g_assert_true (sl_population_run (population, 0, POPULATION_N, NULL, NULL, whole, &error));
  g_test_add_func ("/population-slabs/same", test_same);
  g_test_add_func ("/population-slabs/killed", test_killed);
  g_test_add_func ("/population-slabs/stopped", test_stopped);
  g_test_add_func ("/population-slabs/torn", test_torn);
  g_test_add_func ("/population-slabs/refused", test_refused);
  g_test_add_func ("/population-slabs/engine", test_engine);
  g_test_add_func ("/population-slabs/fields", test_fields);
  g_test_add_func ("/population-slabs/library", test_library);
  g_test_add_func ("/population-slabs/held", test_held);
  status = g_test_run ();
  remove_tree (folder);
  sl_population_result_free (whole);
  sl_population_free (population);
  g_free (folder);
  return status;
}
