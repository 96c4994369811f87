/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The filter set as shipped, and filters that the loader must refuse. */
#include <locale.h>
#include <math.h>
#include <string.h>

#include "model/support/sl-error.h"
#include "model/observables/sl-filters.h"
#include "model/io/sl-hdf5.h"
#include "tests/model/io/io-fixture.h"

static void
test_shipped (void)
{
  g_autofree char *path = io_shipped ("filters.h5");
  g_autoptr (GError) error = NULL;
  g_autoptr (SlFilterSet) set = sl_filter_set_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (set->n_filters, ==, 132);
  g_assert_cmpstr (set->path, ==, path);
  const char *const lsst[] = { "LSST/u", "LSST/g", "LSST/r", "LSST/i", "LSST/z", "LSST/y" };
  const SlFilter *first = sl_filter_set_find (set, lsst[0]);
  for (guint i = 0; i < G_N_ELEMENTS (lsst); i++)
    g_assert_cmpstr (first[i].name, ==, lsst[i]);
  const SlFilter *g = sl_filter_set_find (set, "LSST/g");
  g_assert_cmpstr (g->system, ==, "LSST");
  g_assert_cmpstr (g->band, ==, "g");
  g_assert_cmpuint (g->n, ==, 184);
  g_assert_cmpfloat (g->wave[20], ==, 4070.0000000002424);
  g_assert_cmpfloat (g->transmission[20], ==, 0.30132800340652466);
  g_assert_cmpfloat (g->effective, ==, 4806.912182815747);
  g_assert_cmpfloat (g->pivot, ==, 4787.021667391703);
  g_assert_null (sl_filter_set_find (set, "LSST/nope"));
  g_assert_null (sl_filter_set_find (set, "g"));

  for (guint i = 0; i < set->n_filters; i++)
    {
      const SlFilter *f = &set->filters[i];
      g_autofree char *name = g_strconcat (f->system, "/", f->band, NULL);
      g_assert_cmpstr (f->name, ==, name);
      g_assert_true (sl_filter_set_find (set, name) == f);
      g_assert_cmpfloat (f->transmission[0], ==, 0.0);
      g_assert_cmpfloat (f->transmission[f->n - 1], ==, 0.0);
      if (i > 0 && strcmp (f->system, f[-1].system) == 0)
        g_assert_cmpfloat (f->effective, >, f[-1].effective);
      else if (i > 0)
        g_assert_cmpint (strcmp (f->system, f[-1].system), >, 0);
    }
  SlFilterSet *same = sl_filter_set_ref (set);
  g_assert_true (same == set);
  sl_filter_set_unref (same);
}

typedef struct {
  const char *name, *dataset, *says;
  guint n_wave, n_transmission; /* 0: the dataset is not there */
  double wave[4], transmission[4];
  double effective; /* NaN: no such attribute */
} Case;

static char *
write_filter (const Case *c)
{
  char *path = io_path ("band.h5");
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) file = sl_h5_create (path, &error);
  const gsize n_wave = c->n_wave, n_transmission = c->n_transmission;
  const double spare = 1.0;
  sl_h5_write_double (file, "TEST/x/spare", 0, NULL, &spare, &error);
  if (n_wave > 0)
    sl_h5_write_double (file, "TEST/x/wave", 1, &n_wave, c->wave, &error);
  if (n_transmission > 0)
    sl_h5_write_double (file, "TEST/x/transmission", 1, &n_transmission, c->transmission, &error);
  if (!isnan (c->effective))
    sl_h5_set_attribute_double (file, "TEST/x", "effective_wavelength_A", c->effective, &error);
  g_assert_no_error (error);
  g_assert_true (sl_h5_commit (file, &error));
  return path;
}

/* A triangle: its mean is its middle; the pivot follows from the same rule. */
static void
test_computed (void)
{
  const Case triangle = { NULL, NULL, NULL, 3, 3, { 4000, 5000, 6000 }, { 0, 1, 0 }, NAN };
  g_autofree char *path = write_filter (&triangle);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlFilterSet) set = sl_filter_set_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (set->n_filters, ==, 1);
  g_assert_cmpfloat (set->filters[0].effective, ==, 5000.0);
  g_assert_cmpfloat (set->filters[0].pivot, ==, 5000.0);
}

static const Case cases[] = {
  { "no-wave", "wave", "none of this name", 0, 3, { 0 }, { 0, 1, 0 }, NAN },
  { "no-transmission", "transmission", "none of this name", 3, 0, { 1, 2, 3 }, { 0 }, NAN },
  { "lone", "wave", "expected at least 2 values", 1, 1, { 5000 }, { 1 }, NAN },
  { "lengths", "transmission", "expected the shape (3), found (2)", 3, 2, { 1, 2, 3 }, { 0, 1 }, NAN },
  { "order", "wave", "strictly increasing", 3, 3, { 1, 3, 2 }, { 0, 1, 0 }, NAN },
  { "negative-wave", "wave", "found -1 at index 0", 3, 3, { -1, 2, 3 }, { 0, 1, 0 }, NAN },
  { "nan-wave", "wave", "found nan", 3, 3, { 1, NAN, 3 }, { 0, 1, 0 }, NAN },
  { "nan-transmission", "transmission", "found nan at index 1", 3, 3, { 1, 2, 3 }, { 0, NAN, 0 }, NAN },
  { "per-cent", "transmission", "found 85 at index 1", 3, 3, { 1, 2, 3 }, { 0, 85, 0 }, NAN },
  { "negative", "transmission", "found -3 at index 2", 3, 3, { 1, 2, 3 }, { 0, 1, -3 }, NAN },
  { "dark", "transmission", "0 everywhere", 3, 3, { 1, 2, 3 }, { 0, 0, 0 }, NAN },
  { "microns", "effective_wavelength_A", "within the band", 3, 3, { 4000, 5000, 6000 }, { 0, 1, 0 }, 0.5 },
};

static void
test_damaged (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *path = write_filter (c), *names = g_strconcat ("band.h5: TEST/x/", c->dataset, ":", NULL);
  g_autoptr (GError) error = NULL;
  g_assert_null (sl_filter_set_load (path, &error));
  io_assert_error (&error, SL_ERROR_DATA, names, c->says);
}

static void
test_no_filters (void)
{
  g_autofree char *library = io_shipped ("ssp_tiny.h5"), *path = io_path ("none.h5"),
                  *missing = io_path ("missing.h5");
  g_autoptr (GError) error = NULL;
  g_assert_null (sl_filter_set_load (missing, &error));
  io_assert_error (&error, SL_ERROR_FILE, "missing.h5", "cannot be opened");
  g_assert_null (sl_filter_set_load (library, &error));
  io_assert_error (&error, SL_ERROR_DATA, "ssp_tiny.h5: nebular/continuum/wave", "none of this name");
  SlH5 *file = sl_h5_create (path, &error);
  g_assert_true (sl_h5_commit (file, &error));
  sl_h5_close (file);
  g_assert_null (sl_filter_set_load (path, &error));
  io_assert_error (&error, SL_ERROR_DATA, "none.h5", "at least one filter");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filters/shipped", test_shipped);
  g_test_add_func ("/filters/computed", test_computed);
  g_test_add_func ("/filters/no-filters", test_no_filters);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strconcat ("/filters/damaged/", cases[i].name, NULL);
      g_test_add_data_func (name, &cases[i], test_damaged);
    }
  int result = g_test_run ();
  io_remove_folder ();
  return result;
}
