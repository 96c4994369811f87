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
  { "no-transmission", "transmission", "none of this name", 3, 0, { 4e3, 5e3, 6e3 }, { 0 }, NAN },
  { "lone", "wave", "expected at least 2 values", 1, 1, { 5000 }, { 1 }, NAN },
  { "lengths", "transmission", "expected the shape (3), found (2)", 3, 2, { 4e3, 5e3, 6e3 }, { 0, 1 }, NAN },
  { "order", "wave", "strictly increasing", 3, 3, { 4e3, 6e3, 5e3 }, { 0, 1, 0 }, NAN },
  { "negative-wave", "wave", "found -1 at index 0", 3, 3, { -1, 5e3, 6e3 }, { 0, 1, 0 }, NAN },
  { "nan-wave", "wave", "found nan", 3, 3, { 4e3, NAN, 6e3 }, { 0, 1, 0 }, NAN },
  { "nan-transmission", "transmission", "found nan at index 1", 3, 3, { 4e3, 5e3, 6e3 }, { 0, NAN, 0 }, NAN },
  { "per-cent", "transmission", "in percent? (--mend percent", 3, 3, { 4e3, 5e3, 6e3 }, { 0, 85, 0 }, NAN },
  { "negative", "transmission", "found -3 at index 2", 3, 3, { 4e3, 5e3, 6e3 }, { 0, 1, -3 }, NAN },
  { "dark", "transmission", "0 everywhere", 3, 3, { 4e3, 5e3, 6e3 }, { 0, 0, 0 }, NAN },
  { "below", "transmission", "found -0.006 at index 2", 3, 3, { 4e3, 5e3, 6e3 }, { 0, 1, -0.006 }, NAN },
  { "above-one", "transmission", "found 1.02 at index 1", 3, 3, { 4e3, 5e3, 6e3 }, { 0, 1.02, 0 }, NAN },
  { "nm", "wave", "in nm? (--mend nm", 3, 3, { 400, 500, 600 }, { 0, 1, 0 }, NAN },
  { "micrometres", "wave", "in µm? (--mend um", 3, 3, { 0.4, 0.5, 0.6 }, { 0, 1, 0 }, NAN },
  { "metres", "wave", "in metres? (--mend m ", 3, 3, { 4e-7, 5e-7, 6e-7 }, { 0, 1, 0 }, NAN },
  { "nm-by-attribute", "wave", "in nm?", 3, 3, { 3e3, 3500, 4e3 }, { 0, 1, 0 }, 35000 },
  { "reversed", "wave", "decrease, from 6000 to 4000", 3, 3, { 6e3, 5e3, 4e3 }, { 0, 1, 0 }, NAN },
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

/* The same band in other units: refused, and mended where that is allowed and not more. */
static void
test_mended (void)
{
  static const struct {
    const char *allowed, *not_enough, *tells;
    double wave[3], transmission[3];
  } table[] = {
    { "nm", "percent,reversed", "converted from nm", { 400, 500, 600 }, { 0, 0.5, 0 } },
    { "um", "nm", "converted from µm", { 0.4, 0.5, 0.6 }, { 0, 0.5, 0 } },
    { "m", "nm", "converted from metres", { 4e-7, 5e-7, 6e-7 }, { 0, 0.5, 0 } },
    { "reversed", "nm,um,m,percent", "turned round", { 6000, 5000, 4000 }, { 0, 0.5, 0 } },
    { "percent", "nm,um,m,reversed", "read as percent", { 4000, 5000, 6000 }, { 0, 50, 0 } },
    { "nm, reversed ,percent", "nm,percent", "turned round", { 600, 500, 400 }, { 0, 50, 0 } },
    { "", NULL, "2 values from -1e-05 to 0", { 4000, 5000, 6000 }, { -1e-5, 0.5, -1e-5 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      Case c = { NULL, NULL, NULL, 3, 3, { 0 }, { 0 }, NAN };
      g_autoptr (GError) error = NULL;
      SlMend allowed, less;

      memcpy (c.wave, table[i].wave, sizeof table[i].wave);
      memcpy (c.transmission, table[i].transmission, sizeof table[i].transmission);
      g_autofree char *path = write_filter (&c);
      g_assert_true (sl_mend_parse (table[i].allowed, &allowed, NULL));
      g_assert_true (sl_mend_parse (table[i].not_enough, &less, NULL));
      if (table[i].not_enough)
        {
          g_assert_null (sl_filter_set_load_mended (path, less, &error));
          io_assert_error (&error, SL_ERROR_DATA, "band.h5: TEST/x", "--mend");
        }
      g_autoptr (SlFilterSet) set = sl_filter_set_load_mended (path, allowed, &error);
      g_assert_no_error (error);
      g_assert_nonnull (strstr (set->notes->str, table[i].tells));
      for (guint k = 0; k < 3; k++)
        {
          g_assert_cmpfloat_with_epsilon (set->filters[0].wave[k], 4000.0 + 1000.0 * k, 1e-9);
          g_assert_cmpfloat_with_epsilon (set->filters[0].transmission[k], k == 1 ? 0.5 : 0.0, 1e-12);
        }
      g_assert_cmpfloat_with_epsilon (set->filters[0].effective, 5000.0, 1e-9);
    }
}

/* A little more than 1 is clipped, and a band of a known name is known in nm where its numbers could be those
 * of the ultraviolet; the others of its system follow. */
static void
test_known_bands (void)
{
  static const double j[] = { 1100, 1250, 1400 }, other[] = { 1500, 1650, 1800 }, t[] = { 0, 1.003, 0 };
  const gsize n = 3;
  g_autofree char *path = io_path ("known.h5");
  g_autoptr (GError) error = NULL;
  SlH5 *file = sl_h5_create (path, &error);

  sl_h5_write_double (file, "CAM/J/wave", 1, &n, j, &error);
  sl_h5_write_double (file, "CAM/J/transmission", 1, &n, t, &error);
  sl_h5_write_double (file, "CAM/F165/wave", 1, &n, other, &error);
  sl_h5_write_double (file, "CAM/F165/transmission", 1, &n, t, &error);
  /* Not of that system, and in the ultraviolet. */
  sl_h5_write_double (file, "UV/F165/wave", 1, &n, other, &error);
  sl_h5_write_double (file, "UV/F165/transmission", 1, &n, t, &error);
  g_assert_no_error (error);
  g_assert_true (sl_h5_commit (file, &error));
  sl_h5_close (file);
  g_assert_null (sl_filter_set_load (path, &error));
  io_assert_error (&error, SL_ERROR_DATA, "known.h5: CAM/", "in nm?");
  g_autoptr (SlFilterSet) set = sl_filter_set_load_mended (path, SL_MEND_NM, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (sl_filter_set_find (set, "CAM/J")->effective, 12500.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (sl_filter_set_find (set, "CAM/F165")->effective, 16500.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (sl_filter_set_find (set, "UV/F165")->effective, 1650.0, 1e-6);
  g_assert_cmpfloat (sl_filter_set_find (set, "UV/F165")->transmission[1], ==, 1.0);
}

static void
test_mend_names (void)
{
  g_autoptr (GError) error = NULL;
  SlMend mend;

  g_assert_true (sl_mend_parse (NULL, &mend, &error));
  g_assert_cmpint (mend, ==, 0);
  g_assert_true (sl_mend_parse ("nm, percent", &mend, &error));
  g_assert_cmpint (mend, ==, SL_MEND_NM | SL_MEND_PERCENT);
  g_assert_false (sl_mend_parse ("nm,miles", &mend, &error));
  io_assert_error (&error, SL_ERROR_PARAMETER, "“miles”", "nm, um, m, reversed, percent");
  g_setenv ("STARLOOM_MEND", "um,miles", TRUE);
  g_assert_cmpint (sl_mend_environment (), ==, SL_MEND_UM);
  g_unsetenv ("STARLOOM_MEND");
  g_assert_cmpint (sl_mend_environment (), ==, 0);
  g_assert_cmpint (sl_mend_unit ("Nanometers"), ==, SL_MEND_NM);
  g_assert_cmpint (sl_mend_unit (" µm"), ==, SL_MEND_UM);
  g_assert_cmpint (sl_mend_unit ("Angstrom"), ==, 0);
  g_assert_cmpint (sl_mend_unit (NULL), ==, 0);
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
  g_test_add_func ("/filters/mended", test_mended);
  g_test_add_func ("/filters/known-bands", test_known_bands);
  g_test_add_func ("/filters/mend-names", test_mend_names);
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
