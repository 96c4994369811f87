/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Light in bands, counted exactly [PHYSICS, section 0b]: against the reference's weights, against the lines
 * and the continuum of which it consists, and as a function of redshift and of the lines' width. */
#include <string.h>

#include "model/cosmology/sl-cosmology.h"
#include "model/engine/sl-distributions.h"
#include "model/galaxy/sl-presets.h"
#include "tests/model/differences.h"
#include "tests/model/engine-fixture.h"

#define LIGHT_SPEED 2.99792458e18 /* A/s */

/* The reference's own rounding. */
#define TOL_WEIGHT 1e-12    /* of the largest */
#define TOL_MAGNITUDE_PLAIN 1e-10
#define TOL_SLOPE 1e-9
#define TOL_AIR 1e-14
/* Asked of the band's light: a line is counted on the library's pixels, of 1 A in the optical. */
#define TOL_LINES 1e-4
/* Beyond 8750 A the library's pixels are 10 to 100 A wide: a line is spread over its pixel. */
#define TOL_LINES_COARSE 5e-4
/* Asked of broad bands: they do not see the width of a line. */
#define MOST_BY_WIDTH 1e-5  /* mag per km/s */
/* In the coarse pixels T differs from one to the next. */
#define MOST_BY_WIDTH_COARSE 1e-4
/* Of a slope by redshift: what a central difference misses. */
#define STEP_Z 1e-5
#define TOL_DIFFERENCE 3e-3
/* One redshift in a hundred may have a kink within a step, and so many of few. */
#define MOST_KINKS 5

static const char *const bands[] = { "LSST/u", "LSST/g", "LSST/r", "LSST/i", "LSST/z", "LSST/y" };
static const char *const rest[] = { "rest:LSST/u", "rest:LSST/g", "rest:LSST/r", "rest:LSST/i", "rest:LSST/z",
                                    "rest:LSST/y", NULL };
static const char *const observed[] = { "obs:LSST/u", "obs:LSST/g", "obs:LSST/r", "obs:LSST/i", "obs:LSST/z",
                                        "obs:LSST/y", NULL };
enum { N_BANDS = G_N_ELEMENTS (bands) };

/* The reference has no light beyond its grid. */
static const SlBandRule exact_rule = { SL_NUMERICS_EXACT, SL_BAND_EDGES_DARK };

/* --------------------------------------------------------------- weights */

/* Weights (n) of a band at redshift z over the AB standard, against the reference's. */
static void
compare_weights (SlFunctional *f, const SlFilter *filter, const SlBandGrid *grid, double z,
                 const double *want)
{
  g_autofree double *mine = g_new0 (double, grid->n);
  const double ab = sl_filter_ab_integral (filter, SL_NUMERICS_EXACT);
  double top = 0.0;

  sl_functional_set_band (f, filter, NULL, grid, exact_rule, z);
  for (guint k = 0; k < f->n; k++)
    mine[f->pixel[k]] = f->k[k] / ab;
  for (guint i = 0; i < grid->n; i++)
    top = MAX (top, fabs (want[i]));
  g_assert_cmpfloat (top, >, 0.0);
  for (guint i = 0; i < grid->n; i++)
    g_assert_cmpfloat (fabs (mine[i] - want[i]), <=, TOL_WEIGHT * top);
}

static void
test_weights (void)
{
  g_autoptr (SlH5) h5 = open_kernels ();
  g_autoptr (SlFilterSet) filters = load_filters ();
  gsize n[8] = { 0 }, dy[8] = { 0 };
  g_autofree double *x = read_all (h5, "/photometry_exact/wave", 1, n),
                    *y = read_all (h5, "/photometry_exact/lum", 2, dy);
  g_autofree double *cosmo = read_all (h5, "/photometry_exact/cosmo", 2, NULL),
                    *ab = read_all (h5, "/photometry_exact/ab_integral", 1, NULL);
  g_autofree double *in_rest = read_all (h5, "/photometry_exact/rest_weights", 2, NULL),
                    *in_obs = read_all (h5, "/photometry_exact/obs_weights", 3, NULL);
  g_autofree double *mag = read_all (h5, "/photometry_exact/obs_mag", 2, NULL),
                    *jac = read_all (h5, "/photometry_exact/jac_obs", 3, NULL);
  SlBandGrid *grid = sl_band_grid_new (x, n[0], INFINITY);

  for (guint b = 0; b < N_BANDS; b++)
    {
      const SlFilter *filter = sl_filter_set_find (filters, bands[b]);
      const double mine = sl_filter_ab_integral (filter, SL_NUMERICS_EXACT);
      SlFunctional f;

      g_assert_cmpfloat (fabs (mine / ab[b] - 1.0), <=, TOL_WEIGHT);
      sl_functional_init_band (&f, filter, grid, TRUE);
      compare_weights (&f, filter, grid, 0.0, in_rest + b * n[0]);
      for (gsize i = 0; i < dy[0]; i++)
        {
          const double *spectrum = y + i * n[0], z = cosmo[5 * i];
          double sum = 0.0, slope = 0.0, distance, by[5], want = mag[i * N_BANDS + b];

          compare_weights (&f, filter, grid, z, in_obs + (i * N_BANDS + b) * n[0]);
          for (guint k = 0; k < f.n; k++)
            {
              sum += f.k[k] * spectrum[f.pixel[k]];
              slope += f.dk[k] * spectrum[f.pixel[k]];
            }
          if (!isfinite (want))
            {
              g_assert_cmpfloat (sum, ==, 0.0);
              continue;
            }
          sl_cosmology_dimming (cosmo + 5 * i, &distance, by);
          g_assert_cmpfloat (fabs (-2.5 * log10 (sum / mine) + distance - want), <=, TOL_MAGNITUDE_PLAIN);
          g_assert_cmpfloat (fabs (-2.5 / G_LN10 * slope / sum + by[0]
                                   - jac[(i * N_BANDS + b) * 5]),
                             <=, TOL_SLOPE * MAX (1.0, fabs (jac[(i * N_BANDS + b) * 5])));
        }
      sl_functional_clear (&f);
    }
  sl_band_grid_free (grid);
}

static void
test_air (void)
{
  g_autoptr (SlH5) h5 = open_kernels ();
  gsize n[2] = { 0, 1 };
  g_autofree double *air = read_all (h5, "/air_to_vacuum/inputs", 2, n),
                    *vacuum = read_all (h5, "/air_to_vacuum/wave_vacuum", 1, NULL);
  SlBandGrid *grid = sl_band_grid_new (air, n[0], 2000.0);

  for (gsize i = 0; i < n[0]; i++)
    g_assert_cmpfloat (fabs (grid->vacuum[i] / vacuum[i] - 1.0), <=, TOL_AIR);
  sl_band_grid_free (grid);
}

/* A flat spectrum has the magnitude of the standard, on whatever grid and at whatever redshift; the share of
 * a band within the grid is that of its standard. */
static void
test_flat (void)
{
  g_autoptr (SlFilterSet) filters = load_filters ();
  double x[400];
  SlBandGrid *grid;

  for (guint i = 0; i < G_N_ELEMENTS (x); i++)
    x[i] = 900.0 * pow (1.013, i + 0.3 * sin (i));
  grid = sl_band_grid_new (x, G_N_ELEMENTS (x), 2000.0);
  for (guint b = 0; b < filters->n_filters; b++)
    for (double z = 0.0; z < 9.0; z += 1.7)
      {
        const SlFilter *filter = &filters->filters[b];
        const double all = sl_filter_ab_integral (filter, SL_NUMERICS_EXACT);
        double sum = 0.0, covered = 0.0, steps = 0.0;
        SlFunctional f;

        sl_functional_init_band (&f, filter, grid, TRUE);
        sl_functional_set_band (&f, filter, NULL, grid, exact_rule, z);
        for (guint k = 0; k < f.n; k++)
          {
            sum += f.k[k];
            g_assert_cmpfloat (f.k[k], >=, -1e-18);
          }
        for (guint j = 0; j + 1 < filter->n; j++)
          for (guint k = 0; k < 200; k++)
            {
              const double u = (k + 0.5) / 200.0, step = (filter->wave[j + 1] - filter->wave[j]) / 200.0;
              const double lam = filter->wave[j] + 200.0 * step * u;
              const double t = filter->transmission[j]
                               + u * (filter->transmission[j + 1] - filter->transmission[j]);

              steps += t * step / lam;
              if (lam >= grid->vacuum[0] * (1 + z) && lam <= grid->vacuum[grid->n - 1] * (1 + z))
                covered += t * step / lam;
            }
        g_assert_cmpfloat (fabs (f.covered - covered / steps), <=, 2e-3);
        g_assert_cmpfloat (fabs (sum * 1.13492e-13 / all - f.covered), <=, 1e-12);
        sl_functional_clear (&f);
      }
  sl_band_grid_free (grid);
}

/* A grid that ends within a band: no value, or the mean over the covered part with the slope of its own
 * difference, or what DSPS gives. */
static void
test_edges (void)
{
  g_autoptr (SlFilterSet) filters = load_filters ();
  const SlFilter *i_band = sl_filter_set_find (filters, "LSST/i");
  const double z = 0.013, h = 1e-5;
  double x[500];
  SlBandGrid *grid;
  SlFunctional f;

  for (guint i = 0; i < G_N_ELEMENTS (x); i++)
    x[i] = 3500.0 + 8.0 * i;
  grid = sl_band_grid_new (x, G_N_ELEMENTS (x), INFINITY);
  sl_functional_init_band (&f, i_band, grid, TRUE);
  for (guint numerics = 0; numerics < SL_N_NUMERICS; numerics++)
    {
      const SlBandRule none = { numerics, SL_BAND_EDGES_NONE }, part = { numerics, SL_BAND_EDGES_COVERED },
                       dark = { numerics, SL_BAND_EDGES_DARK };
      const double ab = sl_filter_ab_integral (i_band, numerics);
      double sum[3] = { 0 }, slope = 0.0, without = 0.0;

      sl_functional_set_band (&f, i_band, NULL, grid, none, z);
      g_assert_cmpuint (f.n, ==, 1);
      g_assert_true (isnan (f.k[0]) && isnan (f.dk[0]) && isnan (f.ddk[0]));
      g_assert_cmpfloat (f.covered, >, 0.3);
      g_assert_cmpfloat (f.covered, <, 0.7);
      for (guint s = 0; s < 3; s++)
        {
          sl_functional_set_band (&f, i_band, NULL, grid, part, z + (s - 1.0) * h);
          for (guint k = 0; k < f.n; k++)
            sum[s] += f.k[k] * (1.0 + 1e-4 * x[f.pixel[k]]);
          for (guint k = 0; k < f.n && s == 1; k++)
            slope += f.dk[k] * (1.0 + 1e-4 * x[f.pixel[k]]);
        }
      /* The mean of a spectrum between 1.67 and 1.75 in the covered part. */
      g_assert_cmpfloat (sum[1] * 1.13492e-13 / ab, >, 1.67);
      g_assert_cmpfloat (sum[1] * 1.13492e-13 / ab, <, 1.75);
      if (numerics == SL_NUMERICS_EXACT)
        g_assert_cmpfloat (fabs ((sum[2] - sum[0]) / (2.0 * h) / slope - 1.0), <=, 1e-4);
      sl_functional_set_band (&f, i_band, NULL, grid, dark, z);
      for (guint k = 0; k < f.n; k++)
        without += f.k[k] * (1.0 + 1e-4 * x[f.pixel[k]]);
      g_assert_cmpfloat (fabs (without / sum[1] - f.covered), <=, 1e-12);
    }
  sl_functional_clear (&f);
  sl_band_grid_free (grid);
}

/* ----------------------------------------------------------------- light */

/* Formed luminosity of line l before dust [Lsun], from the library's table. */
static double
line_luminosity (const SlTemplates *t, const SlGalaxy *galaxy, const double *age_weight, double mass, guint l)
{
  g_auto (SlMetalDistribution) z = { 0 };
  g_auto (SlGasDistribution) u = { 0 };
  double sum = 0.0;

  sl_distribution_metals (t, galaxy, SL_DISTRIBUTION_NONE, &z);
  sl_distribution_gas (t, galaxy, SL_DISTRIBUTION_NONE, &u);
  for (guint a = 0; a < t->n_young; a++)
    for (guint i = 0; i < t->n_lgu; i++)
      for (guint m = 0; m < t->n_met; m++)
        sum += mass * age_weight[a] * u.weight[i] * z.weight[a * t->n_met + m]
               * t->line_luminosity[(((gsize) a * t->n_lgu + i) * t->n_met + m) * t->n_line + l];
  return sum;
}

static double
transmission (const SlFilter *f, double lam)
{
  for (guint j = 0; j + 1 < f->n; j++)
    if (lam >= f->wave[j] && lam <= f->wave[j + 1])
      {
        const double u = (lam - f->wave[j]) / (f->wave[j + 1] - f->wave[j]);

        return f->transmission[j] + u * (f->transmission[j + 1] - f->transmission[j]);
      }
  return 0.0;
}

/* Continuum and lines: the lines times the transmission at their wavelengths, added to the light without
 * them, are the band's light. */
static void
test_lines (Fixture *f, gconstpointer preset)
{
  const SlTemplates *t = f->templates;
  SlRequest request = { .flags = SL_REQUEST_OBSERVABLES };
  g_autofree double *luminosity = g_new (double, t->n_line);
  double with[N_BANDS];

  sl_preset_apply (preset, &request.galaxy);
  request.galaxy.value[SL_PARAM_AV_YOUNG] = request.galaxy.value[SL_PARAM_AV_OLD] = 0.0;
  g_assert_true (sl_engine_evaluate (f->engine, &request, f->result, NULL));
  memcpy (with, f->result->obs, sizeof with);
  for (guint l = 0; l < t->n_line; l++)
    luminosity[l] = line_luminosity (t, &request.galaxy, f->result->age_weight,
                                     pow (10.0, f->result->lgmstar_formed), l);
  memset (request.galaxy.lines_off, 0xff, sizeof request.galaxy.lines_off);
  g_assert_true (sl_engine_evaluate (f->engine, &request, f->result, NULL));
  for (guint b = 0; b < N_BANDS; b++)
    {
      const SlFilter *filter = sl_filter_set_find (f->filters, bands[b]);
      const double ab = sl_filter_ab_integral (filter, SL_NUMERICS_EXACT);
      double light = pow (10.0, -0.4 * f->result->obs[b]) * ab, lines = 0.0;

      /* int T L dlam/lam of a line; the library's light is per Hz of its own wavelengths. */
      for (guint l = 0; l < t->n_line; l++)
        lines += luminosity[l] * transmission (filter, sl_vacuum_of_air (t->line_wave[l])) * t->line_wave[l]
                 / LIGHT_SPEED;
      g_test_message ("%s: lines %.3g of the light, magnitude differs by %.1e", bands[b], lines / light,
                      with[b] + 2.5 * log10 ((light + lines) / ab));
      g_assert_cmpfloat (fabs (with[b] + 2.5 * log10 ((light + lines) / ab)), <=,
                         b + 1 < N_BANDS ? TOL_LINES : TOL_LINES_COARSE);
    }
}

/* Broad bands do not see how wide a line is. */
static void
test_width (Fixture *f, gconstpointer preset)
{
  SlRequest request = { .flags = SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN,
                        .tangents = sl_param_set_all () };

  for (guint burst = 0; burst < 2; burst++)
    {
      sl_preset_apply (preset, &request.galaxy);
      if (burst)
        {
          request.galaxy.value[SL_PARAM_LGFBURST] = -1.0;
          request.galaxy.value[SL_PARAM_LGYR_PEAK] = 6.0;
          request.galaxy.value[SL_PARAM_LGYR_MAX] = 7.5;
        }
      g_assert_true (sl_engine_evaluate (f->engine, &request, f->result, NULL));
      for (guint b = 0; b < N_BANDS; b++)
        {
          const double slope = f->result->obs_jac[b * SL_N_PARAMS + SL_PARAM_SIGMA_V];

          g_test_message ("%s: %.1e mag per km/s", bands[b], slope);
          g_assert_cmpfloat (fabs (slope), <=, b + 1 < N_BANDS ? MOST_BY_WIDTH : MOST_BY_WIDTH_COARSE);
        }
    }
}

/* Magnitudes as functions of redshift have the slope of their own differences. */
static void
test_redshifts (Fixture *f, gconstpointer preset)
{
  SlRequest request = { .flags = SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN,
                        .tangents = sl_param_set_all () };
  guint kinks = 0, n = 1000 / EACH;
  double worst = 0.0;

  sl_preset_apply (preset, &request.galaxy);
  for (guint i = 0; i < n; i++)
    {
      const double z = 0.02 + 7.98 * (i + g_rand_double (f->rng)) / n;
      double slope[N_BANDS], up[N_BANDS];
      gboolean kink = FALSE;

      request.galaxy.value[SL_PARAM_REDSHIFT] = z;
      g_assert_true (sl_engine_evaluate (f->engine, &request, f->result, NULL));
      for (guint b = 0; b < N_BANDS; b++)
        slope[b] = f->result->obs_jac[b * SL_N_PARAMS + SL_PARAM_REDSHIFT];
      request.galaxy.value[SL_PARAM_REDSHIFT] = z + STEP_Z;
      g_assert_true (sl_engine_evaluate (f->engine, &request, f->result, NULL));
      memcpy (up, f->result->obs, sizeof up);
      request.galaxy.value[SL_PARAM_REDSHIFT] = z - STEP_Z;
      g_assert_true (sl_engine_evaluate (f->engine, &request, f->result, NULL));
      for (guint b = 0; b < N_BANDS; b++)
        {
          const double difference = (up[b] - f->result->obs[b]) / (2.0 * STEP_Z);
          const double e = fabs (difference - slope[b]);

          /* No light: beyond the Lyman limit the galaxy is as faint as its old stars. */
          if (!isfinite (slope[b]))
            continue;
          worst = MAX (worst, e / (1.0 + fabs (slope[b])));
          kink |= e > TOL_DIFFERENCE * (1.0 + fabs (slope[b])) + WEIGHT_NOISE / STEP_Z;
        }
      kinks += kink;
    }
  g_test_message ("of %u redshifts %u have another slope than their difference; largest error %.1e", n, kinks,
                  worst);
  /* The time of observation crosses a time of the table, where the history has a kink, within few steps. */
  g_assert_cmpuint (kinks, <=, MAX (n / 100, MOST_KINKS));
}

/* From one numerics to the other and back: each is, bit for bit, that of a fresh engine. */
static void
test_change (Fixture *f, gconstpointer library)
{
  SlEngineConfig config = { .templates = f->templates, .filters = f->filters,
                            .observables = every_observable };
  g_autoptr (SlEngine) old = create_engine (&sl_engine_cpu, &config);
  g_autoptr (SlResult) kept = sl_result_new (old);
  double before = 0.0;
  SlGalaxy g;

  sl_preset_apply ("main-sequence", &g);
  g.value[SL_PARAM_REDSHIFT] = 0.3;
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (SlEngine) fresh = create_engine (&sl_engine_cpu, &config);
      g_autoptr (SlResult) result = sl_result_new (fresh);

      g.numerics = i % SL_N_NUMERICS;
      ask_engine (old, &g, kept);
      ask_engine (fresh, &g, result);
      assert_same (kept, result);
      g_assert_cmpfloat (fabs (kept->obs[0] - before), >, 1e-4);
      before = kept->obs[0];
    }
}

static void
set_up_rest (Fixture *f, gconstpointer data)
{
  fixture_set_up (f, "ssp_bc03_miles.h5", (SlEngineConfig) { .observables = rest });
}

static void
set_up_observed (Fixture *f, gconstpointer data)
{
  fixture_set_up (f, "ssp_bc03_miles.h5", (SlEngineConfig) { .observables = observed });
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bands/weights", test_weights);
  g_test_add_func ("/bands/air", test_air);
  g_test_add_func ("/bands/flat", test_flat);
  g_test_add_func ("/bands/edges", test_edges);
  g_test_add ("/bands/lines", Fixture, "main-sequence", set_up_rest, test_lines, fixture_tear_down);
  g_test_add ("/bands/width", Fixture, "main-sequence", set_up_rest, test_width, fixture_tear_down);
  g_test_add ("/bands/redshifts", Fixture, "main-sequence", set_up_observed, test_redshifts,
              fixture_tear_down);
  g_test_add ("/bands/change", Fixture, "main-sequence", set_up_rest, test_change, fixture_tear_down);
  return g_test_run ();
}
