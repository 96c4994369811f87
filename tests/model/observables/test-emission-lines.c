/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Luminosities of emission lines and their ratios. */
#include <math.h>
#include <string.h>

#include "model/derivatives/sl-hessian.h"
#include "model/engine/sl-distributions.h"
#include "model/engine/sl-engine.h"
#include "model/observables/sl-line-spill.h"
#include "model/observables/sl-observables.h"
#include "model/support/sl-error.h"
#include "tests/model/differences.h"
#include "tests/model/engine-fixture.h"

/* lg of a luminosity: sums of floats against sums of doubles. */
#define TOL_SUM 3e-7
/* The same from a whole spectrum, in which the line is a small part of the light of its pixels. */
#define TOL_SPECTRUM 1e-5
/* Case B at 10^4 K gives 2.86; Cloudy's gas has from 5000 to 20000 K. */
#define CASE_B_LEAST 2.7
#define CASE_B_MOST 3.0
/* Of lg of two doubles. */
#define TOL_ROUNDING 1e-12
/* The quadratic under the line misses a little of the continuum. */
#define TOL_WINDOW 0.01
static const char *const names[] = { "line:Halpha",
                                     "line0:Halpha",
                                     "line:Hbeta",
                                     "line0:Hbeta",
                                     "line:OII3727",
                                     "line0:Lyalpha",
                                     "line:O III 5006.84",
                                     "line:Halpha/Hbeta",
                                     "line0:Halpha/Hbeta",
                                     "balmer_decrement",
                                     "lgratio:NII6584/Halpha",
                                     "lgnii_halpha",
                                     "lgoiii_hbeta",
                                     "line:Brgamma",
                                     "line:MgII2798",
                                     "flux:OIII5007",
                                     NULL };
enum { HALPHA, HALPHA0, HBETA, HBETA0, OII, LYALPHA0, OIII, RATIO, RATIO0, DECREMENT, NII_RATIO, NII,
       OIII_HBETA, BRGAMMA, MGII, OIII_WINDOW };

/* The lines that the names above sum, as the library calls them. */
static const struct { int name; const char *lines[2]; gboolean bare; } sum_table[] = {
  { HALPHA, { "H I 6562.80" } },
  { HALPHA0, { "H I 6562.80" }, TRUE },
  { HBETA, { "H I 4861.32" } },
  { OII, { "O II 3726.03", "O II 3728.81" } },
  { LYALPHA0, { "H I 1215.67" }, TRUE },
  { OIII, { "O III 5006.84" } },
  { BRGAMMA, { "H I 2.16553um" } },
  { MGII, { "Mg II 2795.53", "Mg II 2802.71" } },
};

static void
set_up (Fixture *f, gconstpointer library)
{
  fixture_set_up (f, library, (SlEngineConfig) { .observables = names, .threads = 2 });
}

static void
ask (Fixture *f, const SlGalaxy *galaxy)
{
  ask_engine (f->engine, galaxy, f->result);
}

static guint
line_of (const SlTemplates *t, const char *name)
{
  guint l = 0;

  while (strcmp (t->line_name[l], name) != 0)
    l++;
  return l;
}

/* lg L = lg M + lg sum over ages, metals and ionisation of weights times (1 - f_esc) times the library's
 * luminosity, behind the dust at the line's wavelength. */
static double
plain_sum (const Fixture *f, const SlGalaxy *g, const char *const *lines, gboolean bare)
{
  const SlTemplates *t = f->templates;
  SlGalaxy of_gas = *g;
  g_auto (SlMetalDistribution) metals = { 0 };
  g_auto (SlGasDistribution) gas = { 0 };
  double sum = 0.0;

  /* Gas with metals of its own is as that of stars which all have these. */
  if (g->lgmet_gas_free)
    {
      of_gas.metals = SL_METALS_AGE;
      of_gas.value[SL_PARAM_LGMET_YOUNG] = of_gas.value[SL_PARAM_LGMET_OLD] = g->value[SL_PARAM_LGMET_GAS];
    }
  sl_distribution_metals (t, &of_gas, SL_DISTRIBUTION_NONE, &metals);
  sl_distribution_gas (t, g, SL_DISTRIBUTION_NONE, &gas);
  for (guint i = 0; i < 2 && lines[i]; i++)
    {
      const guint l = line_of (t, lines[i]);
      double through[256];

      sl_distribution_attenuation (g, SL_DISTRIBUTION_NONE, SL_DISTRIBUTION_TRANSMISSION, t->lg_age_gyr,
                                   t->n_age, &t->line_wave[l], 1, through, NULL);
      for (guint a = 0; a < t->n_young; a++)
        for (guint u = 0; u < t->n_lgu; u++)
          for (guint z = 0; z < t->n_met; z++)
            sum += f->result->age_weight[a] * gas.weight[u] * metals.weight[a * t->n_met + z]
                   * (bare ? 1.0 : through[a])
                   * t->line_luminosity[((gsize) (a * t->n_lgu + u) * t->n_met + z) * t->n_line + l];
    }
  return f->result->lgmstar_formed + log10 (sum * (1.0 - g->value[SL_PARAM_F_ESC]));
}

static void
test_luminosities (Fixture *f, gconstpointer data)
{
  const double *obs = f->result->obs;
  double worst = 0.0;

  for (guint i = 0; i < 20; i++)
    {
      SlGalaxy g;

      any_galaxy (f->rng, &g);
      g.sfh_form = i % 2 ? SL_SFH_DIFFSTAR : SL_SFH_CONSTANT;
      g.value[SL_PARAM_LG_DROP] = g.value[SL_PARAM_LG_REJUV] = -0.3;
      g.lines_off[0] = 0;
      ask (f, &g);
      for (guint k = 0; k < G_N_ELEMENTS (sum_table); k++)
        {
          const double sum = plain_sum (f, &g, sum_table[k].lines, sum_table[k].bare);

          worst = MAX (worst, fabs (f->result->obs[sum_table[k].name] - sum));
        }
      g_assert_cmpfloat (worst, <=, TOL_SUM);
      /* Ratios are those of the luminosities. */
      g_assert_cmpfloat (fabs (log10 (obs[RATIO]) - obs[HALPHA] + obs[HBETA]), <=, TOL_ROUNDING);
      g_assert_cmpfloat (fabs (obs[OIII_HBETA] - obs[OIII] + obs[HBETA]), <=, TOL_ROUNDING);
      g_assert_cmpfloat (obs[DECREMENT], ==, obs[RATIO]);
      g_assert_cmpfloat (obs[NII], ==, obs[NII_RATIO]);
    }
  g_test_message ("largest deviation of lg L: %.1e", worst);
}

/* Calzetti et al. (2000), lam in micron. */
static double
calzetti (double lam)
{
  const double y = 1.0 / lam;

  return lam < 0.63 ? 2.659 * (-2.156 + 1.509 * y - 0.198 * y * y + 0.011 * y * y * y) + 4.05
                    : 2.659 * (-1.857 + 1.040 * y) + 4.05;
}

/* Without dust the Balmer decrement is that of case B; a screen makes it grow as the law has it. */
static void
test_decrement (Fixture *f, gconstpointer data)
{
  SlGalaxy g;

  sl_galaxy_init (&g);
  g.value[SL_PARAM_LG_DROP] = g.value[SL_PARAM_LG_REJUV] = 0.0;
  g.dust_law = SL_DUST_CALZETTI;
  for (int k = -40; k <= 0; k++)
    {
      g.value[SL_PARAM_LGU_MEAN] = 0.1 * k;
      ask (f, &g);
      g_assert_cmpfloat (f->result->obs[RATIO0], >, CASE_B_LEAST);
      g_assert_cmpfloat (f->result->obs[RATIO0], <, CASE_B_MOST);
    }
  for (double av = 0.0; av <= 2.0; av += 0.5)
    {
      double grown;

      g.value[SL_PARAM_AV_YOUNG] = g.value[SL_PARAM_AV_OLD] = av;
      ask (f, &g);
      grown = log10 (f->result->obs[DECREMENT] / f->result->obs[RATIO0]);
      g_assert_cmpfloat (fabs (grown - 0.4 * av * (calzetti (0.486132) - calzetti (0.656280)) / 4.05), <=,
                         TOL_SUM);
    }
}

/* A line's luminosity is the light that the spectrum loses where the line is switched off; and it is what the
 * window of an equivalent width holds above the continuum. */
static void
test_spectrum (Fixture *f, gconstpointer data)
{
  const SlTemplates *t = f->templates;
  const struct { int name; const char *line; } lines[] = { { HALPHA0, "H I 6562.80" },
                                                           { HBETA0, "H I 4861.32" },
                                                           { LYALPHA0, "H I 1215.67" } };
  g_autofree float *whole = g_new (float, t->n_wave);
  SlGalaxy g;

  sl_galaxy_init (&g);
  g.value[SL_PARAM_LG_DROP] = g.value[SL_PARAM_LG_REJUV] = 0.0;
  g.value[SL_PARAM_F_ESC] = 0.2;
  ask (f, &g);
  g_assert_cmpfloat (fabs (f->result->obs[OIII_WINDOW] - f->result->obs[OIII]), <=, TOL_WINDOW);
  memcpy (whole, f->result->sed_intrinsic, t->n_wave * sizeof *whole);
  for (guint k = 0; k < G_N_ELEMENTS (lines); k++)
    {
      const guint l = line_of (t, lines[k].line);
      double sum = 0.0, lg;

      memset (g.lines_off, 0, sizeof g.lines_off);
      ask (f, &g);
      lg = f->result->obs[lines[k].name];
      g.lines_off[l / 64] = G_GUINT64_CONSTANT (1) << l % 64;
      ask (f, &g);
      for (guint w = 0; w < t->n_wave; w++)
        sum += ((double) whole[w] - f->result->sed_intrinsic[w])
               * (2.99792458e18 / t->wave_edges[w] - 2.99792458e18 / t->wave_edges[w + 1]);
      g_assert_cmpfloat (fabs (lg - log10 (sum)), <=, TOL_SPECTRUM);
      /* It has no luminosity then. */
      g_assert_true (isnan (f->result->obs[lines[k].name]));
    }
}

/* The observables alone, which is quick. */
static void
ask_values (Fixture *f, const SlGalaxy *galaxy, SlResult *result)
{
  const SlRequest request = { .galaxy = *galaxy, .flags = SL_REQUEST_OBSERVABLES };
  g_autoptr (GError) error = NULL;

  sl_engine_evaluate (f->engine, &request, result, &error);
  g_assert_no_error (error);
}

/* All derivatives against differences, and against those of second derivatives. */
static void
check_derivatives (Fixture *f, gboolean gas_free, SlMetals metals)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SlHessian) hessian = sl_hessian_new (f->templates, f->filters, names, 2, &error);
  const guint n = G_N_ELEMENTS (names) - 1;
  g_autofree double *value = g_new (double, n), *grad = g_new (double, n * SL_N_PARAMS);
  SlParamId ids[SL_N_PARAMS];
  SlGalaxy g;

  g_assert_no_error (error);
  smooth_galaxy (f->rng, 0.15, &g);
  g.uv_bump_free = TRUE;
  g.lgmet_gas_free = gas_free;
  g.metals = metals;
  g.value[SL_PARAM_FRAC_UNOBSCURED] = 0.2;
  g.value[SL_PARAM_SIGMA_STAR] = 0.0;
  for (int p = 0; p < SL_N_PARAMS; p++)
    ids[p] = p;
  ask (f, &g);
  g_assert_true (sl_hessian_evaluate (hessian, &g, ids, SL_N_PARAMS, value, grad, NULL, &error));
  for (guint o = 0; o < OIII_WINDOW; o++)
    {
      double scale = 0.0;

      g_assert_cmpfloat (fabs (value[o] - f->result->obs[o]), <=, TOL_SUM * (1.0 + fabs (value[o])));
      /* Those of ratios are differences of those of luminosities. */
      for (int p = 0; p < SL_N_PARAMS; p++)
        scale = MAX (scale, MAX (fabs (grad[o * SL_N_PARAMS + p]), fabs (grad[HALPHA * SL_N_PARAMS + p])));
      for (int p = 0; p < SL_N_PARAMS; p++)
        {
          const double a = grad[o * SL_N_PARAMS + p], b = f->result->obs_jac[o * SL_N_PARAMS + p];

          if (fabs (a - b) > TOL_JACOBIAN * scale)
            g_error ("d %s / d %s = %g, not %g", names[o], sl_param_info (p)->name, b, a);
        }
    }
  for (int p = 0; p < SL_N_PARAMS; p++)
    for (guint o = 0; o < OIII_WINDOW; o++)
      {
        const double d = f->result->obs_jac[o * SL_N_PARAMS + p];
        double off = INFINITY, v[2];

        if (!sl_galaxy_uses (&g, p) || p == SL_PARAM_SIGMA_STAR || through_masses (p))
          continue;
        for (int k = 0; k < n_steps (p) && off > DIFFERENCE_ERROR; k++)
          {
            const double h = step_size (p, k);

            for (int side = 0; side < 2; side++)
              {
                SlGalaxy moved = g;

                moved.value[p] += side ? h : -h;
                ask_values (f, &moved, f->other);
                v[side] = f->other->obs[o];
              }
            off = fabs ((v[1] - v[0]) / (2.0 * h) - d) - FLOAT_NOISE * fabs (v[0]) / h;
            off /= MAX (fabs (d), 1e-6);
          }
        if (off > DIFFERENCE_ERROR)
          g_error ("d %s / d %s = %g is off by %g", names[o], sl_param_info (p)->name, d, off);
      }
}

static void
test_derivatives (Fixture *f, gconstpointer data)
{
  check_derivatives (f, FALSE, SL_METALS_AGE);
  check_derivatives (f, TRUE, SL_METALS_AGE);
  check_derivatives (f, TRUE, SL_METALS_MASS);
}

/* Gas with metals of its own: where these are the stars', nothing changes. */
static void
test_gas_metals (Fixture *f, gconstpointer data)
{
  const guint n = f->result->n_obs;
  const int mu = SL_PARAM_LGMET_YOUNG, gas = SL_PARAM_LGMET_GAS;
  SlGalaxy g;

  sl_galaxy_init (&g);
  g.value[SL_PARAM_LG_DROP] = g.value[SL_PARAM_LG_REJUV] = 0.0;
  g.value[SL_PARAM_LGMET_YOUNG] = g.value[SL_PARAM_LGMET_OLD] = g.value[SL_PARAM_LGMET_GAS] = -2.2;
  ask_engine (f->engine, &g, f->other);
  for (guint o = 0; o < n; o++)
    g_assert_cmpfloat (f->other->obs_jac[o * SL_N_PARAMS + gas], ==, 0.0);
  g.lgmet_gas_free = TRUE;
  ask (f, &g);
  g_assert_cmpmem (f->result->sed, n * sizeof (float), f->other->sed, n * sizeof (float));
  for (guint o = 0; o < n; o++)
    {
      const double *a = f->other->obs_jac + o * SL_N_PARAMS, *b = f->result->obs_jac + o * SL_N_PARAMS;

      g_assert_cmpfloat (f->result->obs[o], ==, f->other->obs[o]);
      /* The derivative by the metals of all is that by the stars' and by the gas's. */
      g_assert_cmpfloat (fabs (a[mu] + a[mu + 1] - b[mu] - b[mu + 1] - b[gas]), <=,
                         TOL_JACOBIAN * fabs (a[mu] + a[mu + 1]));
    }
  g_assert_cmpfloat (f->result->obs_jac[HALPHA * SL_N_PARAMS + mu], ==, 0.0);
  /* [N II] over H alpha grows with the metals of the gas: Z = 0.004 to 0.02. */
  g.value[SL_PARAM_LGMET_GAS] = -2.4;
  ask (f, &g);
  g.value[SL_PARAM_LGMET_GAS] = -1.7;
  ask_engine (f->engine, &g, f->other);
  g_assert_cmpfloat (f->other->obs[NII] - f->result->obs[NII], >, 0.3);
  /* Light without gas does not change. */
  g.value[SL_PARAM_F_ESC] = 1.0;
  ask (f, &g);
  g.value[SL_PARAM_LGMET_GAS] = -2.4;
  ask_engine (f->engine, &g, f->other);
  g_assert_cmpmem (f->result->sed, f->result->n_wave * sizeof (float), f->other->sed,
                   f->result->n_wave * sizeof (float));
}

/* Histories, where metals of stars evolve and those of the gas do not: derivatives against differences. */
static void
test_histories (Fixture *f, gconstpointer data)
{
  static const char *const histories[] = { "line:Halpha", "lgnii_halpha", "rest:LSST/g", NULL };
  static const double epochs[] = { 3.0, 9.0 };
  static const SlParamId ids[] = { SL_PARAM_LGMET_SCATTER, SL_PARAM_LGMET_GAS, SL_PARAM_LGMET_SHIFT,
                                   SL_PARAM_LGU_MEAN, SL_PARAM_AV_YOUNG };
  const guint n_epochs = G_N_ELEMENTS (epochs), n = 3 * n_epochs;
  const SlEngineConfig config = { .templates = f->templates, .filters = f->filters, .observables = names,
                                  .history_observables = histories, .epochs = epochs, .n_epochs = n_epochs,
                                  .threads = 2 };
  g_autoptr (SlEngine) engine = create_engine (&sl_engine_cpu, &config);
  g_autoptr (SlResult) result = sl_result_new (engine), moved = sl_result_new (engine);
  g_autofree double *v = g_new (double, 2 * n);

  for (int metals = 0; metals < SL_N_METALS; metals++)
    {
      SlGalaxy g;

      smooth_galaxy (f->rng, 0.1, &g);
      g.metals = metals;
      g.metals_table = a_metals_table ();
      g.lgmet_gas_free = TRUE;
      ask_engine (engine, &g, result);
      for (guint k = 0; k < G_N_ELEMENTS (ids); k++)
        {
          const double h = 1e-3;

          for (int side = 0; side < 2; side++)
            {
              SlGalaxy other = g;

              other.value[ids[k]] += side ? h : -h;
              ask_engine (engine, &other, moved);
              memcpy (v + side * n, moved->hist, n * sizeof *v);
            }
          for (guint i = 0; i < n; i++)
            {
              const gsize row = i / n_epochs * SL_N_PARAMS + ids[k];
              const double d = result->hist_jac[row * n_epochs + i % n_epochs];

              g_assert_cmpfloat (fabs ((v[n + i] - v[i]) / (2.0 * h) - d), <=,
                                 DIFFERENCE_ERROR * MAX (fabs (d), 0.1) + FLOAT_NOISE * fabs (v[i]) / h);
            }
        }
    }
}

static void
test_names (Fixture *f, gconstpointer data)
{
  static const char *const wrong[] = { "line:Halfa", "line:OIII5008/Hbeta", "line0:X I 1.0" };
  static const char *const bad[] = { "line:", "line:Halpha/", "line:/Hbeta", "line:A/B/C", "lgratio:Halpha",
                                     "line" };
  const struct { const char *name, *label, *unit; } good[] = {
    { "line:Halpha", "lg <i>L</i>(Hα)", "L☉" },
    { "line:halpha/HBETA", "Hα/Hβ", "" },
    { "line0:[OIII]5006.84", "lg <i>L</i><sub>0</sub>([OIII]5006.84)", "L☉" },
    { "lgratio:NII6584/Halpha", "lg [N II] 6584/Hα", "" },
    { "balmer_decrement", "Hα/Hβ", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      const char *const one[] = { wrong[i], NULL };
      SlEngineConfig config = { .templates = f->templates, .filters = f->filters, .observables = one,
                                .threads = 1 };

      g_assert_null (sl_engine_new (&sl_engine_cpu, &config, &error));
      g_assert_error (error, SL_ERROR, SL_ERROR_OBSERVABLE);
      g_test_message ("%s", error->message);
      g_assert_true (i == 2 || strstr (error->message, i ? "OIII5007" : "Halpha"));
      config.allow_missing_lines = TRUE;
      {
        g_autoptr (SlEngine) engine = create_engine (&sl_engine_cpu, &config);
        g_autoptr (SlResult) result = sl_result_new (engine);
        SlGalaxy g;

        sl_galaxy_init (&g);
        ask_engine (engine, &g, result);
        g_assert_true (isnan (result->obs[0]));
      }
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      SlObservable o;

      g_assert_false (sl_observable_parse (f->filters, bad[i], &o, &error));
      g_assert_error (error, SL_ERROR, SL_ERROR_OBSERVABLE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      SlObservableLabel label;

      g_assert_true (sl_observable_label (f->filters, f->templates, good[i].name, &label, NULL));
      g_assert_cmpstr (label.label, ==, good[i].label);
      g_assert_cmpstr (label.unit, ==, good[i].unit);
      sl_observable_label_clear (&label);
    }
}

/* Every short name is found in the library, at the wavelengths that it says, and in one in vacuum too. */
static void
test_short_names (Fixture *f, gconstpointer data)
{
  g_autofree char *list = sl_emission_line_names ();
  g_auto (GStrv) name = g_strsplit (list, " ", -1);
  SlTemplates vacuum = *f->templates;
  g_autofree double *wave = g_memdup2 (vacuum.line_wave, vacuum.n_line * sizeof *wave);

  for (guint l = 0; l < vacuum.n_line; l++)
    wave[l] *= wave[l] > 2000.0 ? 1.00029 : 1.0;
  vacuum.line_wave = wave;
  g_assert_cmpuint (g_strv_length (name), >, 30);
  for (guint i = 0; name[i]; i++)
    {
      SlEmissionLines air, shifted;

      g_assert_true (sl_emission_lines_find (f->templates, name[i], &air, NULL));
      g_assert_true (sl_emission_lines_find (&vacuum, name[i], &shifted, NULL));
      g_assert_cmpmem (&air, sizeof air, &shifted, sizeof shifted);
      for (guint k = 1; k < air.n; k++)
        g_assert_cmpuint (air.line[k], !=, air.line[0]);
    }
}

/* Broad lines that leave the band of a width, or enter another. */
static void
test_spill (Fixture *f, gconstpointer data)
{
  static const char *const widths[] = { "ew:OIII5007", "ew:Hbeta", "ew:Halpha", "ew:OII3727" };
  /* The blue band begins 3 A beside [O III] 4959. */
  static const char *const beside = "ew:4997-5017+4962-4994+5020-5045";
  const SlTemplates *t = f->templates;
  SlLineSpill spill;
  SlGalaxy g;
  guint neighbour;
  double sigma;

  sl_galaxy_init (&g);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    g_assert_null (sl_observable_spill (f->filters, widths[i], f->templates, &g));
  g_assert_null (sl_observable_spill (f->filters, beside, f->templates, &g));
  g.value[SL_PARAM_SIGMA_V] = 500.0;
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autofree char *told = sl_observable_spill (f->filters, widths[i], f->templates, &g);

      g_assert_nonnull (told);
      g_test_message ("%s", told);
    }
  g_assert_null (sl_observable_spill (f->filters, "line:Halpha", f->templates, &g));
  g_assert_null (sl_observable_spill (f->filters, "rest:LSST/g", f->templates, &g));
  spill = sl_line_band_spill (sl_line_band_find ("OIII5007"), t, &g);
  sigma = 5006.84 * 500.0 / 299792.458;
  g_assert_cmpuint (spill.line, ==, line_of (t, "O III 5006.84"));
  g_assert_false (spill.enters);
  g_assert_cmpfloat (fabs (spill.share - 0.5 * erfc ((5006.84 - 4997.0) / (M_SQRT2 * sigma))
                           - 0.5 * erfc ((5017.0 - 5006.84) / (M_SQRT2 * sigma))),
                     <=, TOL_ROUNDING);
  g.value[SL_PARAM_SIGMA_V] = 250.0;
  {
    g_autofree char *told = sl_observable_spill (f->filters, beside, f->templates, &g);

    g_assert_nonnull (strstr (told, "O III 4958.91"));
  }
  neighbour = line_of (t, "O III 4958.91");
  g.lines_off[neighbour / 64] |= G_GUINT64_CONSTANT (1) << neighbour % 64;
  g_assert_null (sl_observable_spill (f->filters, beside, f->templates, &g));
}

static void
test_without_gas (Fixture *f, gconstpointer data)
{
  SlGalaxy g;

  sl_galaxy_init (&g);
  ask (f, &g);
  for (guint o = 0; o < OIII_WINDOW; o++)
    g_assert_true (isnan (f->result->obs[o]));
}

int
main (int argc, char **argv)
{
  const char *const library = "ssp_bc03_miles.h5";

  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, test) g_test_add (path, Fixture, data, set_up, test, fixture_tear_down)
  ADD ("/emission-lines/luminosities", library, test_luminosities);
  ADD ("/emission-lines/decrement", library, test_decrement);
  ADD ("/emission-lines/spectrum", library, test_spectrum);
  ADD ("/emission-lines/derivatives", library, test_derivatives);
  ADD ("/emission-lines/gas-metals", library, test_gas_metals);
  ADD ("/emission-lines/histories", library, test_histories);
  ADD ("/emission-lines/names", library, test_names);
  ADD ("/emission-lines/short-names", library, test_short_names);
  ADD ("/emission-lines/spill", library, test_spill);
  ADD ("/emission-lines/without-gas", WITHOUT_GAS, test_without_gas);
#undef ADD
  return g_test_run ();
}
