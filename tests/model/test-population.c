/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Populations: each galaxy against the engine of single galaxies, gradients of bins against differences, and that the
 * numbers do not depend on how the work is divided. */
#include <math.h>
#include <string.h>

#include "model/sl-data.h"
#include "model/sl-engine.h"
#include "model/sl-error.h"
#include "model/sl-population-plan.h"

/* Floats all the way: about 1e-6 each of mass and light; the goal is 1e-4. */
#define TOL_MAG 3e-5
/* Of the largest derivative of the same magnitude. */
#define TOL_JACOBIAN 1e-4

static SlTemplates *templates;
static SlFilterSet *filters;

static void
load (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *ssp = sl_data_path ("ssp_bc03_miles.h5"), *flt = sl_data_path ("filters.h5");

  templates = sl_templates_load (ssp, &error);
  g_assert_no_error (error);
  filters = sl_filter_set_load (flt, &error);
  g_assert_no_error (error);
}

/* The engine's own table of times, so that galaxies are the same. */
static void
spec_as_engine (SlPopulationSpec *spec)
{
  sl_population_spec_init (spec);
  spec->n_times = 300;
  spec->t_first = 0.01;
  /* So that even the ends of distributions are galaxies that the engine takes. */
  spec->burst = TRUE;
  spec->drawn |= 7u << SL_POP_LGFBURST;
  spec->axis[0][SL_POP_LGFBURST].mean = -3.0, spec->axis[0][SL_POP_LGFBURST].scatter = 1.0;
  spec->axis[0][SL_POP_LGYR_PEAK].mean = 6.0, spec->axis[0][SL_POP_LGYR_PEAK].scatter = 0.3;
  spec->axis[0][SL_POP_LGYR_MAX].mean = 8.0, spec->axis[0][SL_POP_LGYR_MAX].scatter = 0.3;
}

typedef struct {
  const char *name;
  gboolean observed, dust, tied, gas_drawn, bump_free;
  SlDustLaw law;
  double redshift;
} Case;

static const Case cases[] = {
  { "bare", FALSE, FALSE, TRUE, FALSE, FALSE, SL_DUST_SALIM, 0.0 },
  { "metals-by-age", FALSE, FALSE, FALSE, FALSE, FALSE, SL_DUST_SALIM, 0.0 },
  { "gas", FALSE, FALSE, TRUE, TRUE, FALSE, SL_DUST_SALIM, 0.3 },
  { "dust", FALSE, TRUE, TRUE, FALSE, FALSE, SL_DUST_SALIM, 0.0 },
  { "dust-by-age", FALSE, TRUE, FALSE, TRUE, TRUE, SL_DUST_NOLL, 0.8 },
  { "calzetti", FALSE, TRUE, FALSE, FALSE, FALSE, SL_DUST_CALZETTI, 2.0 },
  { "charlot-fall", FALSE, TRUE, FALSE, FALSE, FALSE, SL_DUST_CHARLOT_FALL, 0.1 },
  { "observed", TRUE, TRUE, TRUE, FALSE, FALSE, SL_DUST_SALIM, 0.7 },
  { "observed-far", TRUE, TRUE, FALSE, TRUE, FALSE, SL_DUST_SALIM, 2.0 },
};

static void
draw_all (SlPopulationSpec *spec, const Case *c)
{
  static const struct { int p; double mean, scatter; } light[] = {
    { SL_POP_LGMET_YOUNG, -1.9, 0.4 }, { SL_POP_LGMET_OLD, -2.2, 0.4 }, { SL_POP_LGMET_SCATTER, 0.3, 0.05 },
    { SL_POP_LGMET_MID, 0.0, 0.3 }, { SL_POP_LGMET_WIDTH, 0.5, 0.1 },
    { SL_POP_LGU_MEAN, -2.5, 0.5 }, { SL_POP_LGU_SCATTER, 0.3, 0.05 }, { SL_POP_F_ESC, 0.3, 0.2 },
    { SL_POP_AV_YOUNG, 1.2, 0.6 }, { SL_POP_AV_OLD, 0.8, 0.4 }, { SL_POP_DELTA_YOUNG, -0.3, 0.3 },
    { SL_POP_DELTA_OLD, -0.2, 0.3 }, { SL_POP_UV_BUMP, 2.0, 1.0 }, { SL_POP_DUST_MID, -2.0, 0.3 },
    { SL_POP_DUST_WIDTH, 0.3, 0.05 }, { SL_POP_UNOBSCURED, 0.2, 0.1 },
  };

  spec_as_engine (spec);
  spec->base.value[SL_PARAM_REDSHIFT] = c->redshift;
  spec->base.dust_law = c->law;
  spec->base.uv_bump_free = c->bump_free;
  spec->observed = c->observed;
  spec->dust = c->dust;
  spec->tied_metals = spec->tied_dust = c->tied;
  for (guint i = 0; i < G_N_ELEMENTS (light); i++)
    {
      const int p = light[i].p;

      if ((p >= SL_POP_DUST && !c->dust) || (p >= SL_POP_GAS && p < SL_POP_DUST && !c->gas_drawn))
        continue;
      spec->drawn |= 1u << p;
      spec->axis[0][p].mean = light[i].mean;
      spec->axis[0][p].scatter = light[i].scatter;
      /* Even ones have ends: no galaxy comes to stand where there is no dust, which is a kink. */
      spec->axis[0][p].shape = p >= SL_POP_DUST ? SL_POP_UNIFORM : SL_POP_NORMAL;
    }
}

#define N_CHECKED 48

static void
test_galaxies (gconstpointer data)
{
  const Case *c = data;
  static const char *const rest[] = { "rest:LSST/u", "rest:LSST/g", "rest:LSST/r", "rest:LSST/i", "rest:LSST/z", "rest:LSST/y", NULL };
  static const char *const seen[] = { "obs:LSST/u", "obs:LSST/g", "obs:LSST/r", "obs:LSST/i", "obs:LSST/z", "obs:LSST/y", NULL };
  g_autoptr (GError) error = NULL;
  SlPopulationSpec spec;
  SlEngineConfig config = { .templates = templates, .filters = filters, .observables = c->observed ? seen : rest };
  g_autoptr (SlEngine) engine = sl_engine_new (&sl_engine_cpu, &config, &error);
  g_autoptr (SlResult) result = sl_result_new (engine);
  g_autoptr (SlPopulation) population = NULL;
  g_autofree float *p = g_new (float, N_CHECKED * SL_POP_N), *mag = g_new (float, N_CHECKED * 6), *again = g_new (float, N_CHECKED * 6);
  g_autofree float *dmag = g_new (float, N_CHECKED * 3 * SL_POP_N);
  double worst = 0.0, worst_d = 0.0, worst_again = 0.0;
  guint n_moving = 0;

  draw_all (&spec, c);
  population = sl_population_new (templates, filters, &spec, 1, &error);
  g_assert_no_error (error);
  sl_population_galaxies (population, 5, N_CHECKED, p, mag, NULL);
  sl_population_galaxies (population, 5, N_CHECKED, p, again, dmag);
  for (guint i = 0; i < N_CHECKED; i++)
    {
      SlRequest request = { .galaxy = spec.base, .want = SL_WANT_OBSERVABLES | SL_WANT_JACOBIAN };

      for (int k = 0; k < SL_POP_N; k++)
        request.galaxy.value[sl_pop_param (k)] = p[i * SL_POP_N + k];
      if (!c->dust)
        {
          request.galaxy.value[SL_PARAM_AV_YOUNG] = request.galaxy.value[SL_PARAM_AV_OLD] = 0.0;
        }
      g_assert_true (sl_engine_evaluate (engine, &request, result, &error));
      for (guint b = 0; b < 6; b++)
        {
          if (fabs (mag[6 * i + b] - result->obs[b]) > TOL_MAG)
            g_test_message ("galaxy %u, band %u: %g, expected %g", i, b, mag[6 * i + b], result->obs[b]);
          worst = fmax (worst, fabs (mag[6 * i + b] - result->obs[b]));
          worst_again = fmax (worst_again, fabs (again[6 * i + b] - mag[6 * i + b]));
        }
      for (guint t = 0; t < 3; t++)
        {
          const double *jac = result->obs_jac + (gsize) (t == 1 ? 1 : 2) * SL_N_PARAMS;
          double scale = 0.0;

          for (int k = 0; k < SL_N_PARAMS; k++)
            if (isfinite (jac[k]) && sl_pop_of_param (k) >= 0)
              scale = fmax (scale, fabs (jac[k]));
          for (int k = 0; k < SL_POP_N; k++)
            {
              const double mine = dmag[(i * 3 + t) * SL_POP_N + k];
              double truth = jac[sl_pop_param (k)];

              /* Old stars that follow the young ones have no tangent of their own. */
              if (spec.tied_metals && k == SL_POP_LGMET_YOUNG)
                truth += jac[SL_PARAM_LGMET_OLD];
              if (spec.tied_dust && (k == SL_POP_AV_YOUNG || k == SL_POP_DELTA_YOUNG))
                truth += jac[sl_pop_param (k + 1)];
              if (!(spec.drawn >> k & 1) || (spec.tied_metals && k == SL_POP_LGMET_OLD)
                  || (spec.tied_dust && (k == SL_POP_AV_OLD || k == SL_POP_DELTA_OLD))
                  || (spec.tied_metals && (k == SL_POP_LGMET_MID || k == SL_POP_LGMET_WIDTH))
                  || (spec.tied_dust && (k == SL_POP_DUST_MID || k == SL_POP_DUST_WIDTH)))
                continue;
              n_moving++;
              if (fabs (mine - truth) / scale > worst_d)
                {
                  worst_d = fabs (mine - truth) / scale;
                  g_test_message ("galaxy %u, %s: %g, expected %g of scale %g", i, sl_param_info (sl_pop_param (k))->name, mine, truth, scale);
                }
            }
        }
    }
  g_test_message ("%s: magnitudes to %.1e, with tangents to %.1e of that, derivatives to %.1e", c->name, worst, worst_again, worst_d);
  g_assert_cmpuint (n_moving, >, 0);
  g_assert_cmpfloat (worst, <, TOL_MAG);
  g_assert_cmpfloat (worst_again, <, TOL_MAG);
  g_assert_cmpfloat (worst_d, <, TOL_JACOBIAN);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  load ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/population/galaxies/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_galaxies);
    }
  status = g_test_run ();
  sl_templates_unref (templates);
  sl_filter_set_unref (filters);
  return status;
}
