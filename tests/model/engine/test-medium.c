/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Air and vacuum: the conversions, and the library in vacuum, which must give the same numbers. */
#include <math.h>
#include <string.h>

#include <hdf5.h>

#include "model/engine/sl-cpu-engine.h"
#include "model/galaxy/sl-presets.h"
#include "model/observables/sl-line-spill.h"
#include "model/support/sl-error.h"
#include "tests/model/io/io-fixture.h"

/* Rounding of a few operations. */
#define ROUNDING 1e-14
/* A library in vacuum has its lines per Hz of wavelengths that are 2.8e-4 longer: 3e-4 mag of the light that
 * lines make up, which is a sixth at most here. */
#define TOL_MAGNITUDE 1e-4
/* Dust laws take the library's own wavelengths, as DSPS does: 2.8e-4 longer in vacuum, of attenuation that
 * goes as 1 / wavelength or, at the bump, faster. It is below 1.5 mag here. */
#define TOL_DUST 4e-4
/* A line that is per Hz of longer wavelengths, integrated over longer wavelengths: twice 2.8e-4, of emission
 * and absorption apart, which cancel in part. */
#define TOL_WIDTH 6e-4
#define CANCELS 2.0
/* Luminosities per wavelength are per a longer one, and the last of the bands of the ultraviolet slope alone
 * is above 2000 A: twice 2.8e-4, as a logarithm and as a slope. */
#define TOL_LG 2.5e-4
#define TOL_SLOPE 1e-3
/* The index of air differs by 1e-7 across a band of 20 A, which is 3e-6 of a line's width. */
#define TOL_SPILL 1e-5
/* Of indices in magnitudes and of breaks, which are ratios. */
#define TOL_RATIO 5e-5

static const char *const observables[] = {
  "rest:LSST/u", "rest:LSST/g", "rest:LSST/r", "rest:LSST/i", "rest:GALEX/NUV", "rest:2MASS/Ks", "obs:LSST/g",
  "obs:LSST/r", "obs:LSST/z", "obs:JWST_NIRCAM/F200W",
  "ew:OIII5007", "ew:Hbeta", "ew:Halpha", "ew:OII3727", "lick:Hbeta", "lick:Mgb", "lick:Fe5270", "lick:NaD",
  "lick:HdeltaA", "index:5160.125-5192.625+5142.625-5161.375+5191.375-5206.375",
  "lick:Mg2", "lick:CN1", "lick:TiO1", "d4000n", "beta_uv", "flux:Halpha", "cont:Halpha", "line:Halpha",
  "line0:OII3727", "balmer_decrement", NULL
};

/* The first row whose beginning fits. */
static const struct { const char *begins; double absolute, relative; } tolerance_table[] = {
  { "rest:", TOL_MAGNITUDE, 0.0 },
  { "obs:", TOL_MAGNITUDE, 0.0 },
  { "lick:Mg2", TOL_RATIO, 0.0 },
  { "lick:CN1", TOL_RATIO, 0.0 },
  { "lick:TiO1", TOL_RATIO, 0.0 },
  { "ew:", TOL_WIDTH * CANCELS, TOL_WIDTH },
  { "lick:", TOL_WIDTH * CANCELS, TOL_WIDTH },
  { "index:", TOL_WIDTH * CANCELS, TOL_WIDTH },
  { "d4000n", TOL_RATIO, 0.0 },
  { "beta_uv", TOL_SLOPE, 0.0 },
  { "flux:", TOL_LG, 0.0 },
  /* Luminosities do not know of wavelengths. */
  { "line", ROUNDING, 0.0 },
  { "balmer_decrement", ROUNDING, 0.0 },
  { "cont:", TOL_LG, 0.0 },
};

static double
tolerance (const char *name, double value, gboolean dusty)
{
  for (guint i = 0; i < G_N_ELEMENTS (tolerance_table); i++)
    if (g_str_has_prefix (name, tolerance_table[i].begins))
      return tolerance_table[i].absolute + tolerance_table[i].relative * fabs (value)
             + (dusty ? TOL_DUST : 0.0);
  g_assert_not_reached ();
}

static void
test_conversions (void)
{
  /* Lines in air and in vacuum (NIST). */
  const double lines[][2] = { { 3728.815, 3729.875 }, { 4861.35, 4862.71 }, { 5006.843, 5008.240 },
                              { 6562.80, 6564.61 },   { 9531.1, 9533.7 } };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_assert_cmpfloat_with_epsilon (sl_vacuum_of_air (lines[i][0]), lines[i][1], 0.03);
      g_assert_cmpfloat_with_epsilon (sl_air_of_vacuum (lines[i][1]), lines[i][0], 0.03);
    }
  for (double air = 1700.0; air < 1e7; air *= 1.003)
    g_assert_cmpfloat (fabs (sl_air_of_vacuum (sl_vacuum_of_air (air)) / air - 1.0), <=, ROUNDING);

  /* Axes: in air from somewhere on, or nowhere. */
  g_assert_cmpfloat (sl_axis_to_vacuum (1999.0, 2000.0), ==, 1999.0);
  g_assert_cmpfloat (sl_axis_to_vacuum (2000.0, 2000.0), ==, sl_vacuum_of_air (2000.0));
  g_assert_cmpfloat (sl_axis_to_vacuum (5000.0, INFINITY), ==, 5000.0);
  g_assert_cmpfloat (sl_axis_to_air (1500.0, INFINITY), ==, 1500.0);
  g_assert_cmpfloat (sl_axis_to_air (2000.3, INFINITY), ==, 2000.0);
  g_assert_cmpfloat (sl_axis_to_air (5008.24, INFINITY), ==, sl_air_of_vacuum (5008.24));
  g_assert_cmpfloat (sl_axis_to_air (5006.84, 2000.0), ==, 5006.84);
  g_assert_cmpfloat (sl_axis_of_air (5006.84, 2000.0), ==, 5006.84);
  g_assert_cmpfloat (sl_axis_of_air (5006.84, INFINITY), ==, sl_vacuum_of_air (5006.84));
  g_assert_cmpfloat (sl_axis_of_air (5006.84, 6000.0), ==, sl_vacuum_of_air (5006.84));
  g_assert_cmpfloat (sl_axis_of_air (1215.67, INFINITY), ==, 1215.67);
  g_assert_cmpfloat (sl_axis_of_air (1603.0, 2000.0), ==, 1603.0);
  g_assert_cmpfloat (sl_axis_of_air (1900.0, 0.0), ==, sl_air_of_vacuum (1900.0));
  for (double last = 0.0, x = 1990.0; x < 2010.0; x += 0.01)
    {
      g_assert_cmpfloat (sl_axis_to_air (x, INFINITY), >=, last);
      last = sl_axis_to_air (x, INFINITY);
    }
}

static void
test_names (void)
{
  SlMedium medium;

  g_assert_true (sl_medium_find ("Air", &medium) && medium == SL_MEDIUM_AIR);
  g_assert_true (sl_medium_find ("vacuum", &medium) && medium == SL_MEDIUM_VACUUM);
  g_assert_false (sl_medium_find ("water", &medium));
  g_assert_cmpstr (sl_medium_name (SL_MEDIUM_AIR), ==, "air");
  g_assert_null (sl_medium_name (SL_MEDIUM_LIBRARY));
}

/* Converts the wavelengths of a dataset in place. */
static void
to_vacuum (hid_t file, const char *name)
{
  const hid_t set = H5Dopen2 (file, name, H5P_DEFAULT), space = H5Dget_space (set);
  const hssize_t n = H5Sget_simple_extent_npoints (space);
  g_autofree double *wave = g_new (double, n);

  g_assert_true (set >= 0 && H5Dread (set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, wave) >= 0);
  for (hssize_t i = 0; i < n; i++)
    wave[i] = sl_axis_to_vacuum (wave[i], SL_AIR_FROM);
  g_assert_true (H5Dwrite (set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, wave) >= 0);
  H5Sclose (space);
  H5Dclose (set);
}

/* A copy of the shipped library whose wavelengths are in vacuum and which does not say so, as DSPS's. */
static char *
write_in_vacuum (void)
{
  g_autofree char *from = io_shipped ("ssp_bc03_miles.h5"), *to = io_path ("vacuum.h5"), *bytes = NULL;
  gsize n;
  hid_t file;

  g_assert_true (g_file_get_contents (from, &bytes, &n, NULL) && g_file_set_contents (to, bytes, n, NULL));
  file = H5Fopen (to, H5F_ACC_RDWR, H5P_DEFAULT);
  to_vacuum (file, "ssp_wave");
  to_vacuum (file, "nebular/wave");
  to_vacuum (file, "nebular/line_wave");
  g_assert_true (H5Adelete_by_name (file, "ssp_wave", "wave_medium", H5P_DEFAULT) >= 0);
  H5Fclose (file);
  return g_steal_pointer (&to);
}

/* Values of a galaxy with a library; g_free. */
static double *
values_with (SlTemplates *templates, const SlGalaxy *galaxy)
{
  g_autofree char *path = io_shipped ("filters.h5");
  g_autoptr (GError) error = NULL;
  g_autoptr (SlFilterSet) filters = sl_filter_set_load (path, &error);
  SlEngineConfig config = { .templates = templates, .filters = filters, .observables = observables };
  g_autoptr (SlEngine) engine = sl_engine_new (&sl_engine_cpu, &config, &error);
  g_autoptr (SlResult) result = sl_result_new (engine);
  SlRequest request = { .galaxy = *galaxy, .flags = SL_REQUEST_OBSERVABLES };

  g_assert_true (sl_engine_evaluate (engine, &request, result, &error));
  g_assert_no_error (error);
  return g_memdup2 (result->obs, (G_N_ELEMENTS (observables) - 1) * sizeof (double));
}

/* The library in vacuum gives what the one in air gives; taken as in air it does not. */
static void
test_library (void)
{
  g_autofree char *path = write_in_vacuum (), *shipped = io_shipped ("ssp_bc03_miles.h5");
  g_autoptr (GError) error = NULL;
  g_autoptr (SlTemplates) air = sl_templates_load (shipped, &error),
                          vacuum = sl_templates_load (path, &error),
                          wrong = sl_templates_load_as (path, 0, SL_MEDIUM_AIR, &error);
  static const char *const presets[] = { "main-sequence", "quenched" };

  g_assert_no_error (error);
  g_assert_false (vacuum->medium_given);
  g_assert_cmpint (sl_templates_medium (vacuum), ==, SL_MEDIUM_VACUUM);
  g_assert_cmpint (sl_templates_medium (wrong), ==, SL_MEDIUM_AIR);
  g_assert_cmpint (sl_templates_medium (air), ==, SL_MEDIUM_AIR);
  for (guint k = 0; k < 2 * G_N_ELEMENTS (presets); k++)
    {
      const gboolean dusty = k % 2;
      g_autofree double *in_air = NULL, *in_vacuum = NULL, *off = NULL;
      SlGalaxy galaxy;
      guint shifted = 0;

      g_assert_true (sl_preset_apply (presets[k / 2], &galaxy));
      galaxy.value[SL_PARAM_REDSHIFT] = 0.3;
      if (!dusty)
        galaxy.value[SL_PARAM_AV_YOUNG] = galaxy.value[SL_PARAM_AV_OLD] = 0.0;
      in_air = values_with (air, &galaxy);
      in_vacuum = values_with (vacuum, &galaxy);
      off = values_with (wrong, &galaxy);
      for (guint i = 0; observables[i]; i++)
        {
          const double most = tolerance (observables[i], in_air[i], dusty);

          g_test_message ("%s %s: %.6f, in vacuum %+.1e (%.2f of the tolerance), taken as air %+.1e",
                          presets[k / 2], observables[i], in_air[i], in_vacuum[i] - in_air[i],
                          fabs (in_vacuum[i] - in_air[i]) / most, off[i] - in_air[i]);
          g_assert_cmpfloat (fabs (in_vacuum[i] - in_air[i]), <=, most);
          shifted += fabs (off[i] - in_air[i]) > most;
        }
      g_assert_cmpuint (shifted, >, G_N_ELEMENTS (observables) / 3);
    }
}

/* As much of a broad line is outside its band. */
static void
test_spill (void)
{
  g_autofree char *path = write_in_vacuum (), *shipped = io_shipped ("ssp_bc03_miles.h5");
  g_autoptr (GError) error = NULL;
  g_autoptr (SlTemplates) air = sl_templates_load (shipped, &error),
                          vacuum = sl_templates_load (path, &error);
  const SlLineBand *band = sl_line_band_find ("OIII5007");
  SlLineSpill in_air, in_vacuum;
  SlGalaxy galaxy;

  g_assert_no_error (error);
  sl_galaxy_init (&galaxy);
  galaxy.value[SL_PARAM_SIGMA_V] = 400.0;
  in_air = sl_line_band_spill (band, air, &galaxy);
  in_vacuum = sl_line_band_spill (band, vacuum, &galaxy);
  g_assert_cmpfloat (in_air.share, >, 0.1);
  g_assert_cmpfloat (fabs (in_vacuum.share - in_air.share), <=, TOL_SPILL);
  g_assert_cmpuint (in_vacuum.line, ==, in_air.line);
}

/* All three arrays of wavelengths, and who may say what the medium is. */
static void
test_said (void)
{
  g_autofree char *path = write_in_vacuum (), *shipped = io_shipped ("ssp_bc03_miles.h5");
  g_autoptr (GError) error = NULL;
  g_autoptr (SlTemplates) air = sl_templates_load_as (shipped, 0, SL_MEDIUM_AIR, &error),
                          vacuum = sl_templates_load_as (path, 0, SL_MEDIUM_VACUUM, &error);

  g_assert_no_error (error);
  g_assert_true (air->medium_given && !vacuum->medium_given);
  for (guint i = 0; i < air->n_wave; i++)
    {
      const double *a = sl_band_grid_wave (air->band_grid, SL_MEDIUM_VACUUM),
                   *v = sl_band_grid_wave (vacuum->band_grid, SL_MEDIUM_AIR);

      g_assert_cmpfloat (fabs (a[i] / vacuum->wave[i] - 1.0), <=, ROUNDING);
      g_assert_cmpfloat (fabs (v[i] / air->wave[i] - 1.0), <=, ROUNDING);
    }
  g_assert_cmpfloat (sl_band_grid_air_from (air->band_grid, SL_MEDIUM_LIBRARY), ==, 2000.0);
  g_assert_true (isinf (sl_band_grid_air_from (vacuum->band_grid, SL_MEDIUM_LIBRARY)));
  g_assert_null (sl_templates_load_as (shipped, 0, SL_MEDIUM_VACUUM, &error));
  io_assert_error (&error, SL_ERROR_DATA, "ssp_wave", "“air”");
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/medium/conversions", test_conversions);
  g_test_add_func ("/medium/names", test_names);
  g_test_add_func ("/medium/library", test_library);
  g_test_add_func ("/medium/spill", test_spill);
  g_test_add_func ("/medium/said", test_said);
  result = g_test_run ();
  io_remove_folder ();
  return result;
}
