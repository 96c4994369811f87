/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/engine/sl-distributions.h"

#include <string.h>

/* Value and derivative by the one parameter. */
#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"
#include "model/cosmology/sl-cosmology.h"
#include "model/dust/sl-dust-body.h"
#include "model/sfh/sl-sfh-body.h"
#include "model/ssp/sl-intermediates.h"
#include "model/ssp/sl-nodes.h"
#include "model/ssp/sl-ssp-weights.h"
#include "model/support/sl-bins.h"

static SlDual
variable (const SlGalaxy *galaxy, int parameter, SlParamId id)
{
  return (SlDual) { .v = galaxy->value[id], .d = { parameter == (int) id } };
}

/* Writes entry i; either array may be NULL. */
static inline void
put (SlDual x, double *value, double *derivative, gsize i)
{
  if (value)
    value[i] = x.v;
  if (derivative)
    derivative[i] = x.d[0];
}

/* When the galaxy is seen. */
static SlDual
time_observed (const SlGalaxy *galaxy, int parameter)
{
  SlEpoch epoch;
  SlDual t;

  sl_cosmology_epoch (galaxy->value + SL_PARAM_REDSHIFT, &epoch);
  t = sl_dual_constant (epoch.t_obs);
  if (parameter >= SL_PARAM_REDSHIFT && parameter <= SL_PARAM_H)
    t.d[0] = epoch.dt_obs[parameter - SL_PARAM_REDSHIFT];
  return t;
}

/* -------------------------------------------------------------------- sfh */

typedef struct {
  SlAgeGrid ages;
  double t[SL_N_TABLE], lgt[SL_N_TABLE];
  SlDual sfr[SL_N_TABLE], lgm[SL_N_TABLE];
  SlDual *burst_w, *formed, *share;
  Sfh sfh;
} Past;

static Past *
past_new (const SlTemplates *templates, const SlGalaxy *galaxy, int parameter)
{
  const SlSfhFormInfo *form = sl_sfh_form_info (galaxy->sfh_form);
  Past *self = g_new0 (Past, 1);
  const guint n = templates->n_age;

  sl_age_grid_init (&self->ages, templates->lg_age_gyr, n);
  sl_sfh_times (self->t, self->lgt);
  self->burst_w = g_new0 (SlDual, n + 1);
  self->formed = g_new0 (SlDual, n + 1);
  self->share = g_new0 (SlDual, n);
  self->sfh = (Sfh) { .form = galaxy->sfh_form,
                      .t_obs = time_observed (galaxy, parameter),
                      .inputs = sfh_inputs (galaxy->sfh_edges, galaxy->sfh_table),
                      .t = self->t,
                      .lgt = self->lgt,
                      .sfr = self->sfr,
                      .lgm = self->lgm,
                      .burst_w = self->burst_w };
  for (guint i = 0; i < form->n_params; i++)
    self->sfh.p[i] = variable (galaxy, parameter, form->params[i]);
  for (guint i = 0; i < 3; i++)
    self->sfh.burst[i] = variable (galaxy, parameter, SL_PARAM_LGFBURST + i);
  sfh_integrate (&self->sfh);
  burst_weights (&self->sfh, &self->ages);
  return self;
}

static void
past_free (Past *self)
{
  sl_age_grid_clear (&self->ages);
  g_free (self->burst_w);
  g_free (self->formed);
  g_free (self->share);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Past, past_free)

void
sl_distribution_sfh (const SlTemplates *templates, const SlGalaxy *galaxy, int parameter, SlSfhCurve *out)
{
  g_autoptr (Past) past = past_new (templates, galaxy, parameter);

  *out = (SlSfhCurve) { .n = SL_N_TABLE,
                        .t = g_memdup2 (past->t, sizeof past->t),
                        .sfr = g_new (double, SL_N_TABLE),
                        .dsfr = g_new (double, SL_N_TABLE) };
  for (guint i = 0; i < out->n; i++)
    put (mul (past->burst_w[past->ages.n_age], past->sfr[i]), out->sfr, out->dsfr, i);
}

void
sl_distribution_sfh_clear (SlSfhCurve *self)
{
  g_free (self->t);
  g_free (self->sfr);
  g_free (self->dsfr);
  memset (self, 0, sizeof *self);
}

/* ------------------------------------------------------------------- ages */

static void
ages_at (Past *past, double epoch, guint e, SlAgeDistribution *out)
{
  const guint n = out->n_age;
  const gboolean seen = epoch == SL_DISTRIBUTION_OBSERVED;
  const SlDual now = seen ? past->sfh.t_obs : sl_dual_constant (epoch);
  const AgeMasses m =
      seen ? age_masses_seen (&past->sfh, &past->ages, past->formed)
           : age_masses_at_epoch (&past->sfh, &past->ages, now, NULL, past->formed, past->share);
  const gboolean any = m.mass.v > 0.0;
  SlDual mean = { 0 };

  put (now, out->t, out->dt, e);
  put (m.lgm, out->lgm, out->dlgm, e);
  for (guint a = 0; a < n && any; a++)
    {
      SlDual w = quo (age_mass (&m, a), m.mass);

      put (w, out->weight, out->dweight, (gsize) e * n + a);
      put (quo (w, out->edge[a + 1] - out->edge[a]), out->density, out->ddensity, (gsize) e * n + a);
      mean = add (mean, mul (past->ages.age[a], w));
    }
  put (any ? mean : sl_dual_constant (NAN), out->mean, out->dmean, e);
}

void
sl_distribution_ages (const SlTemplates *templates, const SlGalaxy *galaxy, int parameter,
                      const double *epochs, guint n, SlAgeDistribution *out)
{
  g_autoptr (Past) past = past_new (templates, galaxy, parameter);
  const guint n_age = templates->n_age;
  const gsize size = (gsize) n * n_age;

  *out = (SlAgeDistribution) {
    .n_epochs = n,
    .n_age = n_age,
    .t = g_new0 (double, n),
    .dt = g_new0 (double, n),
    .lg_age = g_memdup2 (templates->lg_age_gyr, n_age * sizeof (double)),
    .edge = g_new0 (double, n_age + 1),
    .weight = g_new0 (double, size),
    .dweight = g_new0 (double, size),
    .density = g_new0 (double, size),
    .ddensity = g_new0 (double, size),
    .mean = g_new0 (double, n),
    .dmean = g_new0 (double, n),
    .lgm = g_new0 (double, n),
    .dlgm = g_new0 (double, n),
  };
  sl_bin_edges (templates->lg_age_gyr, n_age, out->edge);
  for (guint e = 0; e < n; e++)
    ages_at (past, epochs[e], e, out);
}

void
sl_distribution_ages_clear (SlAgeDistribution *self)
{
  double *array[] = { self->t,       self->dt,       self->lg_age, self->edge,  self->weight, self->dweight,
                      self->density, self->ddensity, self->mean,   self->dmean, self->lgm,    self->dlgm };

  for (guint i = 0; i < G_N_ELEMENTS (array); i++)
    g_free (array[i]);
  memset (self, 0, sizeof *self);
}

/* ----------------------------------------------------------------- metals */

/* Weights of a triweight over a grid. */
static void
node_weights (const SlNodes *nodes, SlDual mu, SlDual scatter, double *weight, double *dweight)
{
  const guint n = nodes->n;
  SlDual w[SL_MAX_Z];

  sl_node_weights_D (mu, scatter, nodes->node, nodes->edge, n, nodes->numerics == SL_NUMERICS_EXACT, w);
  for (guint i = 0; i < n; i++)
    put (w[i], weight, dweight, i);
}

void
sl_distribution_metals (const SlTemplates *templates, const SlGalaxy *galaxy, int parameter,
                        SlMetalDistribution *out)
{
  const gboolean follow = galaxy->metals != SL_METALS_AGE;
  const SlTable *table = galaxy->metals == SL_METALS_TABLE ? galaxy->metals_table : NULL;
  const guint n_age = templates->n_age, n_met = templates->n_met;
  const SlDual scatter = variable (galaxy, parameter, SL_PARAM_LGMET_SCATTER);
  g_autoptr (Past) past = follow ? past_new (templates, galaxy, parameter) : NULL;
  SlNodes nodes;

  sl_nodes_init (&nodes, templates->lgmet, n_met);
  nodes.numerics = galaxy->numerics;
  *out = (SlMetalDistribution) {
    .n_age = n_age,
    .n_met = n_met,
    .lg_age = g_memdup2 (templates->lg_age_gyr, n_age * sizeof (double)),
    .age_edge = g_new0 (double, n_age + 1),
    .lgmet = g_memdup2 (templates->lgmet, n_met * sizeof (double)),
    .met_edge = g_new0 (double, n_met + 1),
    .mu = g_new0 (double, n_age),
    .dmu = g_new0 (double, n_age),
    .scatter = scatter.v,
    .dscatter = scatter.d[0],
    .weight = g_new0 (double, n_age *n_met),
    .dweight = g_new0 (double, n_age *n_met),
  };
  sl_bin_edges (templates->lg_age_gyr, n_age, out->age_edge);
  sl_bin_edges (templates->lgmet, n_met, out->met_edge);
  for (guint a = 0; a < n_age; a++)
    {
      SlDual mu;

      if (follow)
        mu = add (age_metals (&past->sfh, &past->ages, past->sfh.t_obs, table, a),
                  variable (galaxy, parameter, SL_PARAM_LGMET_SHIFT));
      else
        mu = sl_triweight_transition_D (sl_dual_constant (templates->lg_age_gyr[a]),
                                        variable (galaxy, parameter, SL_PARAM_LGMET_LGAGE_MID),
                                        variable (galaxy, parameter, SL_PARAM_LGMET_LGAGE_WIDTH),
                                        variable (galaxy, parameter, SL_PARAM_LGMET_YOUNG),
                                        variable (galaxy, parameter, SL_PARAM_LGMET_OLD));
      put (mu, out->mu, out->dmu, a);
      node_weights (&nodes, mu, scatter, out->weight + a * n_met, out->dweight + a * n_met);
    }
  sl_nodes_clear (&nodes);
}

void
sl_distribution_metals_clear (SlMetalDistribution *self)
{
  double *array[] = { self->lg_age, self->age_edge, self->lgmet,  self->met_edge,
                      self->mu,     self->dmu,      self->weight, self->dweight };

  for (guint i = 0; i < G_N_ELEMENTS (array); i++)
    g_free (array[i]);
  memset (self, 0, sizeof *self);
}

/* -------------------------------------------------------------------- gas */

void
sl_distribution_gas (const SlTemplates *templates, const SlGalaxy *galaxy, int parameter,
                     SlGasDistribution *out)
{
  const SlDual mean = variable (galaxy, parameter, SL_PARAM_LGU_MEAN);
  const SlDual scatter = variable (galaxy, parameter, SL_PARAM_LGU_SCATTER);
  const guint n = templates->n_lgu;
  SlNodes nodes;

  *out = (SlGasDistribution) {
    .n_lgu = n, .mean = mean.v, .dmean = mean.d[0], .scatter = scatter.v, .dscatter = scatter.d[0]
  };
  if (!n)
    return;
  out->lgu = g_memdup2 (templates->lgu, n * sizeof (double));
  out->edge = g_new0 (double, n + 1);
  out->weight = g_new0 (double, n);
  out->dweight = g_new0 (double, n);
  sl_bin_edges (templates->lgu, n, out->edge);
  sl_nodes_init (&nodes, templates->lgu, n);
  nodes.numerics = galaxy->numerics;
  node_weights (&nodes, mean, scatter, out->weight, out->dweight);
  sl_nodes_clear (&nodes);
}

void
sl_distribution_gas_clear (SlGasDistribution *self)
{
  double *array[] = { self->lgu, self->edge, self->weight, self->dweight };

  for (guint i = 0; i < G_N_ELEMENTS (array); i++)
    g_free (array[i]);
  memset (self, 0, sizeof *self);
}

/* ------------------------------------------------------------------- dust */

static void
curve_at (const SlGalaxy *galaxy, int parameter, double lg_age, SlDual curve[SL_N_CURVE])
{
  SlDual p[SL_N_DUST_P];

  for (guint i = 0; i < SL_N_DUST_P; i++)
    p[i] = variable (galaxy, parameter, DUST_FIRST + i);
  dust_curve (galaxy, p, lg_age, curve);
}

/* Magnitudes at a wavelength [A], also where the transmission is too small for a double. */
static SlDual
magnitudes (SlDustLaw law, double wave, const SlDual curve[SL_N_CURVE])
{
  if (curve[SL_CURVE_UNOBSCURED].v == 0.0 && curve[SL_CURVE_UNOBSCURED].d[0] == 0.0)
    return dust_attenuation (law, wave * 1e-4, curve);
  return mul (-2.5, rlog10 (dust_transmission (law, wave * 1e-4, curve)));
}

void
sl_distribution_attenuation (const SlGalaxy *galaxy, int parameter, SlDustCurveKind what,
                             const double *lg_age, guint n_age, const double *wave, guint n, double *value,
                             double *derivative)
{
  const SlDustLaw law = galaxy->dust_law;

  for (guint a = 0; a < n_age; a++)
    {
      SlDual curve[SL_N_CURVE], unit;

      curve_at (galaxy, parameter, lg_age[a], curve);
      unit = magnitudes (law, SL_DUST_V * 1e4, curve);
      for (guint w = 0; w < n; w++)
        {
          SlDual y = what == SL_DISTRIBUTION_TRANSMISSION ? dust_transmission (law, wave[w] * 1e-4, curve)
                                                          : magnitudes (law, wave[w], curve);

          if (what == SL_DISTRIBUTION_RATIO)
            y = quo (y, unit);
          put (y, value, derivative, (gsize) a * n + w);
        }
    }
}

/* ----------------------------------------------------------------- kernel */

void
sl_distribution_kernel (const double *x, guint n, double mu, double dmu, double sigma, double dsigma,
                        double *y, double *dy)
{
  const SlDual m = { mu, { dmu } }, s = { sigma, { dsigma } };

  for (guint i = 0; i < n; i++)
    put (sl_triweight_D (sl_dual_constant (x[i]), m, s), y, dy, i);
}

void
sl_distribution_cumulative (const double *x, guint n, double mu, double sigma, double *y)
{
  for (guint i = 0; i < n; i++)
    y[i] = sl_triweight_cumulative_d (x[i], mu, sigma);
}
