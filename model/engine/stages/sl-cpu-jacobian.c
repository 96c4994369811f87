/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/engine/stages/sl-cpu-jacobian.h"

#include <string.h>

#include "model/engine/stages/sl-cpu.h"

const SlParamId sl_slot_params[SL_N_SLOT_PARAMS] = {
  SL_PARAM_LGMET_YOUNG,       SL_PARAM_LGMET_OLD,   SL_PARAM_LGMET_SCATTER,  SL_PARAM_LGMET_LGAGE_MID,
  SL_PARAM_LGMET_LGAGE_WIDTH, SL_PARAM_LGU_MEAN,    SL_PARAM_LGU_SCATTER,    SL_PARAM_F_ESC,
  SL_PARAM_SIGMA_V,           SL_PARAM_AV_YOUNG,    SL_PARAM_AV_OLD,         SL_PARAM_DELTA_YOUNG,
  SL_PARAM_DELTA_OLD,         SL_PARAM_UV_BUMP,     SL_PARAM_DUST_LGAGE_MID, SL_PARAM_DUST_LGAGE_WIDTH,
  SL_PARAM_FRAC_UNOBSCURED,   SL_PARAM_LGMET_SHIFT, SL_PARAM_SIGMA_STAR,     SL_PARAM_UMIN,
  SL_PARAM_DUST_GAMMA,        SL_PARAM_QPAH,        SL_PARAM_LGMET_GAS,
};

guint
sl_param_slot (SlParamId p)
{
  for (guint i = 0; i < SL_N_SLOT_PARAMS; i++)
    if (sl_slot_params[i] == p)
      return 1 + i;
  return 0;
}

gboolean
sl_param_acts_on_masses (SlParamId p)
{
  return sl_param_slot (p) == 0;
}

/* When a term exists, as the galaxy's options decide. */
typedef enum {
  ALWAYS,
  WITH_AGE_METALS,
  WITH_EVOLVING_METALS,
  WITH_FREE_GAS,
  WITH_SLOPE,
  WITH_TIED_BUMP,
  WITH_FREE_BUMP,
  WITH_ONE_DUST,
  WITH_TWO_DUSTS,
  WITH_DISPERSION,
  N_CONDITIONS
} Condition;

/* Bits of the five parameters of metallicity, and of the eight parameters of dust, in table order. */
enum { MET_YOUNG = 1 << 0, MET_OLD = 1 << 1, MET_MID = 1 << 3, MET_WIDTH = 1 << 4 };
enum {
  AV_YOUNG = 1 << 0, AV_OLD = 1 << 1, SLOPE_YOUNG = 1 << 2, SLOPE_OLD = 1 << 3, BUMP = 1 << 4,
  DUST_MID = 1 << 5, DUST_WIDTH = 1 << 6,
};

/* Intermediates that differ from age to age: SlSspWeights keeps their derivatives with respect to the
 * parameters first, first + 1 ... (`slots` of them). */
static const struct { int intermediate; SlParamId first; guint slots; Condition when; } by_age_table[] = {
  { SL_INTERMEDIATE_MU, SL_PARAM_LGMET_YOUNG, MET_YOUNG | MET_OLD | MET_MID | MET_WIDTH, WITH_AGE_METALS },
  { SL_INTERMEDIATE_AV, SL_PARAM_AV_YOUNG, AV_YOUNG | AV_OLD | DUST_MID | DUST_WIDTH, WITH_ONE_DUST },
  { SL_INTERMEDIATE_AV, SL_PARAM_AV_YOUNG, AV_YOUNG | DUST_MID | DUST_WIDTH, WITH_TWO_DUSTS },
  { SL_INTERMEDIATE_DELTA, SL_PARAM_AV_YOUNG, SLOPE_YOUNG | SLOPE_OLD | DUST_MID | DUST_WIDTH, WITH_SLOPE },
  { SL_INTERMEDIATE_BUMP, SL_PARAM_AV_YOUNG, SLOPE_YOUNG | SLOPE_OLD | DUST_MID | DUST_WIDTH,
    WITH_TIED_BUMP },
  { SL_INTERMEDIATE_BUMP, SL_PARAM_AV_YOUNG, BUMP, WITH_FREE_BUMP },
  { SL_INTERMEDIATE_DELTA, SL_PARAM_AV_YOUNG, SLOPE_YOUNG, WITH_TWO_DUSTS },
  { SL_INTERMEDIATE_AV_ALL, SL_PARAM_AV_YOUNG, AV_OLD, WITH_TWO_DUSTS },
};
/* Intermediates that are a parameter themselves, or the parameter plus something else. */
static const struct { int intermediate; SlParamId param; Condition when; } direct_table[] = {
  { SL_INTERMEDIATE_MU, SL_PARAM_LGMET_SHIFT, WITH_EVOLVING_METALS },
  { SL_INTERMEDIATE_MU_GAS, SL_PARAM_LGMET_GAS, WITH_FREE_GAS },
  { SL_INTERMEDIATE_SCATTER, SL_PARAM_LGMET_SCATTER, ALWAYS },
  { SL_INTERMEDIATE_U, SL_PARAM_LGU_MEAN, ALWAYS },
  { SL_INTERMEDIATE_U_SCATTER, SL_PARAM_LGU_SCATTER, ALWAYS },
  { SL_INTERMEDIATE_ESCAPE, SL_PARAM_F_ESC, ALWAYS },
  { SL_INTERMEDIATE_SIGMA, SL_PARAM_SIGMA_V, ALWAYS },
  { SL_INTERMEDIATE_UNOBSCURED, SL_PARAM_FRAC_UNOBSCURED, ALWAYS },
  { SL_INTERMEDIATE_DELTA_ALL, SL_PARAM_DELTA_OLD, WITH_TWO_DUSTS },
  { SL_INTERMEDIATE_SIGMA_STAR, SL_PARAM_SIGMA_STAR, WITH_DISPERSION },
};

static void
add_term (SlCpuJacobian *self, SlJacobianTerm term)
{
  g_assert (self->n < SL_MAX_JACOBIAN_TERMS);
  self->slot[self->n] = sl_param_slot (term.param);
  self->term[self->n++] = term;
}

/* (A, 8) derivatives of an intermediate of by_age_table. */
static const double *
derivatives_by_age (const SlSspWeights *weights, int intermediate)
{
  /* SL_INTERMEDIATE_AV_ALL shares the memory of the bump, which two-component dust does not have. */
  return intermediate == SL_INTERMEDIATE_MU      ? weights->jacobian_mu
         : intermediate == SL_INTERMEDIATE_AV    ? weights->jacobian_av
         : intermediate == SL_INTERMEDIATE_DELTA ? weights->jacobian_delta
                                                 : weights->jacobian_bump;
}

/* Which conditions hold. Also sets the formula of the dust law. */
static void
check_conditions (SlCpu *self, gboolean holds[N_CONDITIONS])
{
  const SlGalaxy *g = &self->cache.galaxy;
  const SlDustLawInfo *law = sl_dust_law_info (g->dust_law);
  const gboolean two = law->formula == SL_DUST_FORMULA_CHARLOT_FALL;

  self->dust.formula = law->formula;
  holds[ALWAYS] = TRUE;
  holds[WITH_ONE_DUST] = !two;
  holds[WITH_TWO_DUSTS] = two;
  holds[WITH_EVOLVING_METALS] = sl_cpu_metals_evolve (self);
  holds[WITH_AGE_METALS] = !holds[WITH_EVOLVING_METALS];
  holds[WITH_FREE_GAS] = g->lgmet_gas_free;
  holds[WITH_SLOPE] = law->slope && !two;
  holds[WITH_TIED_BUMP] = law->bump && !g->uv_bump_free;
  holds[WITH_FREE_BUMP] = law->bump && g->uv_bump_free;
  holds[WITH_DISPERSION] = g->value[SL_PARAM_SIGMA_STAR] > 0.0;
}

/* Metallicity that evolves depends on the time of birth, and so on the galaxy's own time; metallicity by mass
 * depends on the SFH too. */
static void
add_evolving_terms (SlCpu *self)
{
  const SlGalaxy *g = &self->cache.galaxy;
  const SlSfhFormInfo *form = sl_sfh_form_info (g->sfh_form);
  SlJacobianTerm term = { .intermediate = SL_INTERMEDIATE_MU, .coef = self->ssp.dmu,
                          .stride = SL_N_SFH_TANGENTS };

  for (guint i = 0; i < form->n_params && g->metals == SL_METALS_MASS; i++)
    {
      term.param = form->params[i];
      term.slot = SL_SFH_SLOT_FORM + i;
      add_term (&self->jacobian, term);
    }
  term.slot = SL_SFH_SLOT_T_OBS;
  for (guint i = 0; i < G_N_ELEMENTS (self->sfh.epoch.dt_obs); i++)
    {
      term.param = SL_PARAM_REDSHIFT + i;
      term.factor = &self->sfh.epoch.dt_obs[i];
      add_term (&self->jacobian, term);
    }
}

void
sl_cpu_set_jacobian_terms (SlCpu *self)
{
  gboolean holds[N_CONDITIONS];

  check_conditions (self, holds);
  self->jacobian.n = 0;
  for (guint i = 0; i < G_N_ELEMENTS (by_age_table); i++)
    for (guint slot = 0; slot < 8 && holds[by_age_table[i].when]; slot++)
      if (by_age_table[i].slots >> slot & 1)
        add_term (&self->jacobian,
                  (SlJacobianTerm) { .intermediate = by_age_table[i].intermediate,
                                     .param = by_age_table[i].first + slot,
                                     .coef = derivatives_by_age (&self->ssp.weights,
                                                                 by_age_table[i].intermediate),
                                     .stride = 8,
                                     .slot = slot });
  for (guint i = 0; i < G_N_ELEMENTS (direct_table); i++)
    if (holds[direct_table[i].when])
      add_term (&self->jacobian, (SlJacobianTerm) { .intermediate = direct_table[i].intermediate,
                                                    .param = direct_table[i].param });
  if (holds[WITH_EVOLVING_METALS])
    add_evolving_terms (self);
}

double
sl_jacobian_coef (const SlJacobianTerm *term, guint a)
{
  const double coef = term->coef ? term->coef[term->stride * a + term->slot] : 1.0;

  return term->factor ? coef * *term->factor : coef;
}

void
sl_cpu_fill_slots (const SlCpu *self, guint a, const double out[1 + SL_N_INTERMEDIATES],
                   double slots[SL_N_SLOTS])
{
  memset (slots, 0, SL_N_SLOTS * sizeof *slots);
  slots[0] = out[0];
  for (guint l = 0; l < self->jacobian.n; l++)
    if (self->jacobian.slot[l])
      slots[self->jacobian.slot[l]] +=
          out[1 + self->jacobian.term[l].intermediate] * sl_jacobian_coef (&self->jacobian.term[l], a);
}

double
sl_cpu_sfh_tangent (const SlCpu *self, const double *d, SlParamId p)
{
  if (p >= SL_PARAM_REDSHIFT && p <= SL_PARAM_H)
    return d[SL_SFH_SLOT_T_OBS] * self->sfh.epoch.dt_obs[p - SL_PARAM_REDSHIFT];
  return self->sfh.slot_of[p] >= 0 ? d[self->sfh.slot_of[p]] : 0.0;
}

void
sl_cpu_sfh_gradient (const SlCpu *self, const double *d, double grad[SL_N_PARAMS])
{
  for (int p = 0; p < SL_N_PARAMS; p++)
    grad[p] = sl_cpu_sfh_tangent (self, d, p);
}

double
sl_cpu_mass_tangent (const SlCpu *self, const SlAgeMasses *masses, guint a, SlParamId p)
{
  return sl_cpu_sfh_tangent (self, masses->dm + (gsize) a * SL_N_SFH_TANGENTS, p);
}

gboolean
sl_cpu_param_acts (const SlCpu *self, SlParamId p)
{
  if (self->sfh.slot_of[p] >= 0 || (p >= SL_PARAM_REDSHIFT && p <= SL_PARAM_H)
      || (self->cache.galaxy.dust_emission && p >= SL_PARAM_UMIN && p <= SL_PARAM_QPAH))
    return TRUE;
  for (guint l = 0; l < self->jacobian.n; l++)
    if (self->jacobian.term[l].param == p)
      return TRUE;
  return FALSE;
}
