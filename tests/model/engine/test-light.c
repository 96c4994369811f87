/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens to light on its way: dust emission, two-component dust, velocity dispersion, lines switched
 * off, intergalactic gas. */
#include <math.h>
#include <string.h>

#include "model/dust/sl-dust-emission.h"
#include "model/engine/sl-engine.h"
#include "model/galaxy/sl-presets.h"
#include "model/support/sl-error.h"
#include "model/io/sl-hdf5.h"
#include "model/cosmology/sl-igm.h"
#include "tests/model/engine-fixture.h"

/* Energy taken and given back: sums over float spectra. */
#define TOL_ENERGY 1e-6
/* The same coefficients and formulas in doubles. */
#define TOL_IGM 1e-10
/* The file's spectra are rounded to 13 bits; the published mix is normalised by another quadrature. */
#define TOL_DUST_EMISSION 1e-3
/* Floats. */
#define TOL_CURVE 1e-5
/* A Gaussian integrated by 400 steps, of float spectra. */
#define TOL_SPREAD 2e-5
#define C_AA 2.99792458e18
#define C_KMS 299792.458

static const char *const observables[] = { "lglbol",     "lgldust",     "obs:LSST/u",
                                           "obs:LSST/g", "ew:OIII5007", "rest:HERSCHEL/PACS100",
                                           NULL };

static void
set_up (Fixture *f, gconstpointer library)
{
  fixture_set_up (f, library, (SlEngineConfig) { .observables = observables, .threads = 2 });
}

static void
ask (Fixture *f, const SlGalaxy *galaxy)
{
  ask_engine (f->engine, galaxy, f->result);
}

static double
pixel_hz (const SlTemplates *t, guint w)
{
  return C_AA / t->wave_edges[w] - C_AA / t->wave_edges[w + 1];
}

static double
luminosity (const SlTemplates *t, const float *spectrum)
{
  double sum = 0.0;

  for (guint w = 0; w < t->n_wave; w++)
    sum += spectrum[w] * pixel_hz (t, w);
  return sum;
}

/* What dust absorbs is what it emits, for every law; and so are the derivatives. */
static void
test_energy (Fixture *f, gconstpointer library)
{
  for (int law = 0; law < SL_N_DUST_LAWS; law++)
    {
      double before, behind, lg_taken = 0.0;
      SlGalaxy g;

      sl_galaxy_init (&g);
      g.dust_law = law;
      g.value[SL_PARAM_REDSHIFT] = 0.1;
      g.value[SL_PARAM_AV_YOUNG] = 1.5;
      g.value[SL_PARAM_AV_OLD] = 0.4;
      g.value[SL_PARAM_SIGMA_STAR] = 150.0;
      for (int dust_emission_spectrum = 0; dust_emission_spectrum < 2; dust_emission_spectrum++)
        {
          g.dust_emission = dust_emission_spectrum;
          g.value[SL_PARAM_UMIN] = g_rand_double_range (f->rng, 0.1, 25.0);
          g.value[SL_PARAM_DUST_GAMMA] = g_rand_double_range (f->rng, 0.0, 0.99);
          g.value[SL_PARAM_QPAH] = g_rand_double_range (f->rng, 0.1, 4.58);
          ask (f, &g);
          before = luminosity (f->templates, f->result->sed_intrinsic);
          behind = luminosity (f->templates, f->result->sed);
          if (!dust_emission_spectrum)
            {
              g_assert_cmpfloat (behind, <, 0.95 * before);
              g_assert_cmpfloat (fabs (f->result->obs[0] - log10 (behind)), <=, TOL_ENERGY);
              lg_taken = log10 (before - behind);
            }
        }
      g_assert_cmpfloat (fabs (behind / before - 1.0), <=, TOL_ENERGY);
      g_assert_cmpfloat (fabs (f->result->obs[0] - log10 (before)), <=, TOL_ENERGY);
      g_assert_cmpfloat (fabs (f->result->obs[1] - lg_taken), <=, TOL_ENERGY);
      /* Dust and its emission shift light to other wavelengths and create none. */
      for (int p = 0; p < SL_N_PARAMS; p++)
        if (sl_param_info (p)->group == SL_GROUP_DUST)
          g_assert_cmpfloat (fabs (luminosity (f->templates,
                                               f->result->sed_tangent + (gsize) p * f->result->n_wave)),
                             <=, TOL_ENERGY * before);
    }
}

/* Dust emission against the published combination of templates, on the grid of the templates. */
static void
test_dust_emission (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *table_path = data_path ("dust_emission_dl07.h5"), *path = reference_path ("absorption.h5");
  g_autoptr (SlH5) h5 = sl_h5_open (path, &error);
  gsize n = 0, pd[2] = { 0, 3 }, sd[2] = { 0, 0 };
  g_autofree double *wave = sl_h5_read_double (h5, "wave", 1, &n, &error);
  g_autofree double *p = sl_h5_read_double (h5, "umin_gamma_qpah", 2, pd, &error);
  g_autofree double *published = sl_h5_read_double (h5, "spectrum", 2, sd, &error);
  g_autoptr (SlDustEmission) table = sl_dust_emission_load (table_path, &error);
  g_autofree double *edges = g_new (double, n + 1), *rows = g_new0 (double, 4 * n);
  SlDustEmissionGrid *dust_emission_spectrum;

  g_assert_no_error (error);
  for (gsize w = 1; w < n; w++)
    edges[w] = 0.5 * (wave[w - 1] + wave[w]);
  edges[0] = 2 * wave[0] - edges[1];
  edges[n] = 2 * wave[n - 1] - edges[n - 1];
  dust_emission_spectrum = sl_dust_emission_grid_new (table, wave, edges, n);
  g_assert_cmpuint (dust_emission_spectrum->n, ==, n);
  for (gsize i = 0; i < pd[0]; i++)
    {
      double sum = 0.0, top = 0.0;

      sl_dust_emission_grid_spectrum (dust_emission_spectrum, p + 3 * i, rows, n);
      for (gsize w = 0; w < n; w++)
        {
          sum += rows[w] * (C_AA / edges[w] - C_AA / edges[w + 1]);
          top = MAX (top, published[i * n + w]);
        }
      g_assert_cmpfloat (fabs (sum - 1.0), <=, TOL_ENERGY);
      for (gsize w = 0; w < n; w++)
        g_assert_cmpfloat (fabs (rows[w] - published[i * n + w]), <=, TOL_DUST_EMISSION * top);
      for (int r = 0; r < SL_N_DUST_EMISSION; r++)
        {
          /* To the right, since some of these are at a node of the table. */
          const double h = 1e-7;
          double up[3], steepest = top;
          g_autofree double *high = g_new0 (double, 4 * n);

          memcpy (up, p + 3 * i, sizeof up);
          up[r] += h;
          sl_dust_emission_grid_spectrum (dust_emission_spectrum, up, high, n);
          for (gsize w = 0; w < n; w++)
            steepest = MAX (steepest, fabs (rows[(1 + r) * n + w]));
          for (gsize w = 0; w < n; w++)
            g_assert_cmpfloat (fabs ((high[w] - rows[w]) / h - rows[(1 + r) * n + w]), <=,
                               TOL_CURVE * steepest);
        }
    }
  sl_dust_emission_grid_free (dust_emission_spectrum);
}

/* Two components: if every age counts as young, both dim all stars; if none does, only the dust before all
 * stars acts. */
static void
test_two_components (Fixture *f, gconstpointer library)
{
  const double av = 0.8, all = 0.5, slope = -1.3, slope_all = -0.7;

  for (int young = 0; young < 2; young++)
    {
      SlGalaxy g;

      sl_galaxy_init (&g);
      g.dust_law = SL_DUST_CHARLOT_FALL;
      g.value[SL_PARAM_AV_YOUNG] = av;
      g.value[SL_PARAM_AV_OLD] = all;
      g.value[SL_PARAM_DELTA_YOUNG] = slope;
      g.value[SL_PARAM_DELTA_OLD] = slope_all;
      g.value[SL_PARAM_DUST_LGAGE_MID] = young ? 8.0 : -8.0;
      g.value[SL_PARAM_FRAC_UNOBSCURED] = 0.1;
      ask (f, &g);
      for (guint w = 0; w < f->result->n_wave; w += 7)
        {
          double x = f->result->wave[w] / 5500.0;
          double a = (young ? av * pow (x, slope) : 0.0) + all * pow (x, slope_all);
          double expected = 0.1 + 0.9 * pow (10.0, -0.4 * a);

          if (f->result->sed_intrinsic[w] > 0.0f)
            g_assert_cmpfloat (fabs (f->result->sed[w] / f->result->sed_intrinsic[w] / expected - 1.0), <=,
                               TOL_CURVE);
        }
    }
}

/* Light of even density within each pixel, spread by a Gaussian whose width follows the wavelength. */
static double
spread_by_hand (const SlTemplates *t, const float *spectrum, guint w, double sigma)
{
  const int steps = 400;
  double sum = 0.0;

  /* The mean over the target pixel of the density per wavelength, source by source. */
  for (guint j = 0; j < t->n_wave; j++)
    {
      double lo = t->wave_edges[j], hi = t->wave_edges[j + 1], s = 0.5 * (lo + hi) * sigma / C_KMS,
             share = 0.0;

      if (t->wave_edges[w] - hi > 8 * s || lo - t->wave_edges[w + 1] > 8 * s)
        continue;
      for (int i = 0; i < steps; i++)
        {
          double x = lo + (i + 0.5) * (hi - lo) / steps;
          share += 0.5
                   * (erf ((t->wave_edges[w + 1] - x) / (M_SQRT2 * s))
                      - erf ((t->wave_edges[w] - x) / (M_SQRT2 * s)))
                   / steps;
        }
      sum += spectrum[j] * pixel_hz (t, j) * share;
    }
  return sum / pixel_hz (t, w);
}

static void
test_dispersed_stars (Fixture *f, gconstpointer library)
{
  const SlTemplates *t = f->templates;
  g_autofree float *still = g_new (float, t->n_wave), *up = g_new (float, t->n_wave);
  const double sigma[] = { 60.0, 250.0 };
  SlGalaxy g;

  sl_preset_apply ("quenched", &g);
  g.value[SL_PARAM_F_ESC] = 1.0; /* no gas: stars alone */
  ask (f, &g);
  memcpy (still, f->result->sed_intrinsic, t->n_wave * sizeof *still);
  for (guint k = 0; k < G_N_ELEMENTS (sigma); k++)
    {
      const double h = 0.5;

      g.value[SL_PARAM_SIGMA_STAR] = sigma[k];
      ask (f, &g);
      g_assert_cmpfloat (fabs (luminosity (t, f->result->sed_intrinsic) / luminosity (t, still) - 1.0), <=,
                         TOL_ENERGY);
      for (guint w = 40; w + 40 < t->n_wave; w += 97)
        g_assert_cmpfloat (fabs (f->result->sed_intrinsic[w] - spread_by_hand (t, still, w, sigma[k])), <=,
                           TOL_SPREAD * f->result->sed_intrinsic[w]);
      /* The tangent, by a difference. */
      g.value[SL_PARAM_AV_YOUNG] = g.value[SL_PARAM_AV_OLD] = 0.0;
      g.value[SL_PARAM_SIGMA_STAR] = sigma[k] + h;
      ask (f, &g);
      memcpy (up, f->result->sed, t->n_wave * sizeof *up);
      g.value[SL_PARAM_SIGMA_STAR] = sigma[k] - h;
      ask (f, &g);
      for (guint w = 0; w < t->n_wave; w++)
        up[w] = (up[w] - f->result->sed[w]) / (2 * h);
      g.value[SL_PARAM_SIGMA_STAR] = sigma[k];
      ask (f, &g);
      for (guint w = 0; w < t->n_wave; w++)
        g_assert_cmpfloat (fabs (up[w] - f->result->sed_tangent[(gsize) SL_PARAM_SIGMA_STAR * t->n_wave + w]),
                           <=, 2e-6 * f->result->sed[w]);
      g.value[SL_PARAM_AV_YOUNG] = g.value[SL_PARAM_AV_OLD] = 0.5;
    }
  /* Faster than there is room for: an error that names the parameter. */
  {
    SlRequest request = { .galaxy = g, .flags = SL_REQUEST_SED };
    g_autoptr (GError) error = NULL;

    request.galaxy.value[SL_PARAM_SIGMA_STAR] = 1e5;
    g_assert_false (sl_engine_evaluate (f->engine, &request, f->result, &error));
    g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
    g_assert_nonnull (strstr (error->message, "sigma_star"));
  }
}

/* A line switched off takes its own light with it and nothing else: all of them together what each takes
 * alone. */
static void
test_lines_off (Fixture *f, gconstpointer library)
{
  const SlTemplates *t = f->templates;
  g_autofree double *taken = g_new0 (double, t->n_wave);
  g_autofree float *all = g_new (float, t->n_wave);
  double width, width_off;
  int o = sl_engine_find_observable (f->engine, "ew:OIII5007");
  SlGalaxy g;

  sl_preset_apply ("main-sequence", &g);
  ask (f, &g);
  memcpy (all, f->result->sed_intrinsic, t->n_wave * sizeof *all);
  width = f->result->obs[o];
  for (guint l = 0; l < t->n_line; l++)
    {
      double lost = 0.0, expected = 0.0;

      memset (g.lines_off, 0, sizeof g.lines_off);
      g.lines_off[l / 64] |= G_GUINT64_CONSTANT (1) << (l % 64);
      ask (f, &g);
      for (guint w = 0; w < t->n_wave; w++)
        {
          double d = (double) all[w] - f->result->sed_intrinsic[w];

          taken[w] += d;
          lost += d * pixel_hz (t, w);
          /* Nothing happens beyond the line's reach. */
          if (fabs (t->wave[w] / t->line_wave[l] - 1.0) > 0.005 && fabs (t->wave[w] - t->line_wave[l]) > 2.0
              && t->wave_edges[w + 1] - t->wave_edges[w] < 0.001 * t->wave[w])
            g_assert_cmpfloat (d, ==, 0.0);
        }
      for (guint a = 0; a < t->n_young; a++)
        for (guint i = 0; i < t->n_lgu * t->n_met; i++)
          expected =
              MAX (expected, t->line_luminosity[((gsize) a * t->n_lgu * t->n_met + i) * t->n_line + l]);
      if (expected > 0.0)
        g_assert_cmpfloat (lost, >=, 0.0);
    }
  for (guint l = 0; l < t->n_line; l++)
    g.lines_off[l / 64] |= G_GUINT64_CONSTANT (1) << (l % 64);
  ask (f, &g);
  width_off = f->result->obs[o];
  for (guint w = 0; w < t->n_wave; w++)
    g_assert_cmpfloat (fabs (all[w] - taken[w] - f->result->sed_intrinsic[w]), <=, 2e-6 * all[w]);
  g_assert_cmpfloat (width, >, 1.0);
  g_assert_cmpfloat (fabs (width_off), <, 0.1 * width);
  g_assert_cmpfloat (f->result->obs_jac[o * SL_N_PARAMS + SL_PARAM_SIGMA_V], ==, 0.0);
}

/* A library without gas: what gas and lines would do has no effect, on the light or on its derivatives, with
 * any option. */
static void
test_no_gas (Fixture *f, gconstpointer library)
{
  static const SlParamId of_gas[] = { SL_PARAM_LGU_MEAN, SL_PARAM_LGU_SCATTER, SL_PARAM_F_ESC,
                                      SL_PARAM_SIGMA_V };
  const guint n = f->templates->n_wave;
  g_autofree float *before = g_new (float, n);
  g_autofree double *obs = g_new (double, f->result->n_obs);

  g_assert_cmpuint (f->templates->n_line, ==, 0);
  for (int i = 0; i < 20; i++)
    {
      SlGalaxy g;

      any_galaxy (f->rng, &g);
      memset (g.lines_off, 0, sizeof g.lines_off);
      ask (f, &g);
      memcpy (before, f->result->sed, n * sizeof *before);
      memcpy (obs, f->result->obs, f->result->n_obs * sizeof *obs);
      for (guint k = 0; k < G_N_ELEMENTS (of_gas); k++)
        {
          for (guint o = 0; o < f->result->n_obs; o++)
            g_assert_cmpfloat (f->result->obs_jac[o * SL_N_PARAMS + of_gas[k]], ==, 0.0);
          for (guint w = 0; w < n; w++)
            g_assert_cmpfloat (f->result->sed_tangent[(gsize) of_gas[k] * n + w], ==, 0.0f);
        }
      g.value[SL_PARAM_F_ESC] = i % 2;
      g.value[SL_PARAM_LGU_MEAN] = -2.0;
      g.value[SL_PARAM_SIGMA_V] = 321.0;
      memset (g.lines_off, 0xff, sizeof g.lines_off);
      ask (f, &g);
      g_assert_cmpmem (before, n * sizeof *before, f->result->sed, n * sizeof *f->result->sed);
      g_assert_cmpmem (obs, f->result->n_obs * sizeof *obs, f->result->obs, f->result->n_obs * sizeof *obs);
      for (guint o = 0; o < f->result->n_obs; o++)
        g_assert_true (isfinite (f->result->obs[o]));
    }
}

/* The light that arrives, against the published implementation; and its derivatives. */
static void
test_igm (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *table = data_path ("igm_inoue2014.h5"), *path = reference_path ("absorption.h5");
  g_autoptr (SlIgm) igm = sl_igm_load (table, &error);
  g_autoptr (SlH5) h5 = sl_h5_open (path, &error);
  gsize n = 0;
  g_autofree double *lam = sl_h5_read_double (h5, "lam_obs", 1, &n, &error);
  g_autofree double *z = sl_h5_read_double (h5, "redshift", 1, &n, &error);
  g_autofree double *published = sl_h5_read_double (h5, "transmission", 1, &n, &error);
  guint dimmed = 0;

  g_assert_no_error (error);
  for (gsize i = 0; i < n; i++)
    {
      const double h = 1e-5;
      double by_lam, by_z, t = sl_igm_transmission (igm, lam[i], z[i], &by_lam, &by_z);
      double slope_lam = (sl_igm_transmission (igm, lam[i] + h, z[i], NULL, NULL)
                          - sl_igm_transmission (igm, lam[i] - h, z[i], NULL, NULL)) / (2 * h);
      double slope_z = (sl_igm_transmission (igm, lam[i], z[i] + h, NULL, NULL)
                        - sl_igm_transmission (igm, lam[i], z[i] - h, NULL, NULL)) / (2 * h);

      g_assert_cmpfloat (fabs (t - published[i]), <=, TOL_IGM);
      g_assert_cmpfloat (fabs (slope_lam - by_lam), <=, 1e-8);
      g_assert_cmpfloat (fabs (slope_z - by_z), <=, 1e-7);
      dimmed += t < 0.9;
    }
  g_assert_cmpuint (dimmed, >, n / 4);
}

/* Light of a spectrum at rest wavelength x, linear between the nodes. */
static double
light_at (const double *wave, const float *sed, double x)
{
  guint i = 0;

  while (wave[i + 1] <= x)
    i++;
  return sed[i] + (sed[i + 1] - sed[i]) * (x - wave[i]) / (wave[i + 1] - wave[i]);
}

/* Steps between two nodes of a filter, and what they leave out. */
#define STEPS 400
#define TOL_STEPS 1e-5

static void
compare_igm_magnitude (Fixture *f, SlNumerics numerics)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *table = data_path ("igm_inoue2014.h5");
  g_autoptr (SlIgm) igm = sl_igm_load (table, &error);
  const SlFilter *u = sl_filter_set_find (f->filters, "LSST/u");
  const SlTemplates *t = f->templates;
  double sum[2] = { 0 }, mag[2], z = 3.1;
  const double *wave = numerics == SL_NUMERICS_EXACT ? t->band_grid->vacuum : t->wave;
  const guint steps = numerics == SL_NUMERICS_EXACT ? STEPS : 1;
  SlGalaxy g;

  g_assert_no_error (error);
  sl_preset_apply ("main-sequence", &g);
  g.numerics = numerics;
  g.value[SL_PARAM_REDSHIFT] = z;
  for (int on = 0; on < 2; on++)
    {
      g.igm = on;
      ask (f, &g);
      mag[on] = f->result->obs[sl_engine_find_observable (f->engine, "obs:LSST/u")];
      for (guint w = 0; w < t->n_wave; w++)
        g_assert_cmpfloat (fabs (
                               f->result->arriving[w]
                               - (on ? sl_igm_transmission (igm, t->wave[w] * (1 + z), z, NULL, NULL) : 1.0)),
                           <=, 1e-6);
    }
  for (guint j = 0; j + 1 < u->n; j++)
    for (guint k = 0; k < 2 * steps; k++)
      {
        /* Trapezoids: both ends of each step. */
        const double part = (double) ((k + 1) / 2) / steps, wide = (u->wave[j + 1] - u->wave[j]) / steps;
        const double lam = u->wave[j] + part * (u->wave[j + 1] - u->wave[j]);
        const double through = u->transmission[j] + part * (u->transmission[j + 1] - u->transmission[j]);
        const double q = 0.5 * wide * through / lam * light_at (wave, f->result->sed, lam / (1 + z));

        sum[0] += q;
        sum[1] += q * sl_igm_transmission (igm, lam, z, NULL, NULL);
      }
  g_assert_cmpfloat (mag[1] - mag[0], >, 0.3);
  g_assert_cmpfloat (fabs (mag[1] - mag[0] + 2.5 * log10 (sum[1] / sum[0])), <=,
                     steps > 1 ? TOL_STEPS : TOL_ENERGY);
}

/* An observed magnitude behind the gas: in small steps over the filter (exact), or at its nodes (DSPS), times
 * what arrives there. */
static void
test_igm_magnitude (Fixture *f, gconstpointer library)
{
  for (guint numerics = 0; numerics < SL_N_NUMERICS; numerics++)
    compare_igm_magnitude (f, numerics);
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/light/dust-emission", test_dust_emission);
  g_test_add_func ("/light/igm", test_igm);
#define ADD(name, library)                                                                                   \
  g_test_add ("/light/" #name "/" library, Fixture, library, set_up, test_##name, fixture_tear_down)
  ADD (energy, "ssp_bc03_miles.h5");
  ADD (energy, "ssp_tiny.h5");
  ADD (energy, WITHOUT_GAS);
  ADD (no_gas, WITHOUT_GAS);
  ADD (two_components, "ssp_tiny.h5");
  ADD (two_components, WITHOUT_GAS);
  ADD (dispersed_stars, "ssp_bc03_miles.h5");
  ADD (dispersed_stars, WITHOUT_GAS);
  ADD (lines_off, "ssp_bc03_miles.h5");
  ADD (igm_magnitude, "ssp_bc03_miles.h5");
  ADD (igm_magnitude, WITHOUT_GAS);
#undef ADD
  return g_test_run ();
}
