/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/galaxy/sl-galaxy.h"

#include <string.h>

/* Bins of the continuity form (Leja et al. 2019): young ones narrow, since young light changes fastest. */
static const double default_edges[SL_SFH_N_BINS + 1] = { 0.0, 0.03, 0.1, 0.33, 1.1, 3.6, 8.0, 13.7 };

/* Whether an option gives a parameter an effect. */
static gboolean lags (const SlGalaxy *self) { return self->sfh_form == SL_SFH_DIFFSTAR_LAG; }
static gboolean has_slope (const SlGalaxy *self) { return sl_dust_law_info (self->dust_law)->slope; }
static gboolean metals_by_age (const SlGalaxy *self) { return self->metals == SL_METALS_AGE; }
static gboolean metals_evolve (const SlGalaxy *self) { return self->metals != SL_METALS_AGE; }
static gboolean gas_is_free (const SlGalaxy *self) { return self->lgmet_gas_free; }
static gboolean dust_emits (const SlGalaxy *self) { return self->dust_emission; }

static gboolean
bump_is_free (const SlGalaxy *self)
{
  return self->uv_bump_free && sl_dust_law_info (self->dust_law)->bump;
}

/* Parameters that act with some options only. All others act wherever the galaxy has them. */
static const struct {
  SlParamId id;
  gboolean (*acts) (const SlGalaxy *self);
} acts_table[] = {
  { SL_PARAM_TAU_DEP, lags },
  { SL_PARAM_UV_BUMP, bump_is_free },
  { SL_PARAM_DELTA_YOUNG, has_slope },
  { SL_PARAM_DELTA_OLD, has_slope },
  { SL_PARAM_UMIN, dust_emits },
  { SL_PARAM_DUST_GAMMA, dust_emits },
  { SL_PARAM_QPAH, dust_emits },
  { SL_PARAM_LGMET_GAS, gas_is_free },
  { SL_PARAM_LGMET_SHIFT, metals_evolve },
  { SL_PARAM_LGMET_YOUNG, metals_by_age },
  { SL_PARAM_LGMET_OLD, metals_by_age },
  { SL_PARAM_LGMET_LGAGE_MID, metals_by_age },
  { SL_PARAM_LGMET_LGAGE_WIDTH, metals_by_age },
};

void
sl_galaxy_init (SlGalaxy *self)
{
  memset (self, 0, sizeof *self);
  for (int i = 0; i < SL_N_PARAMS; i++)
    self->value[i] = sl_param_info (i)->def;
  self->sfh_form = SL_SFH_DIFFSTAR;
  self->igm = TRUE;
  memcpy (self->sfh_edges, default_edges, sizeof default_edges);
}

SlBandRule
sl_galaxy_band_rule (const SlGalaxy *self)
{
  return (SlBandRule) { self->numerics, self->band_edges };
}

gboolean
sl_galaxy_has_band_rule (const SlGalaxy *self, SlBandRule rule)
{
  return self->numerics == rule.numerics && self->band_edges == rule.edges;
}

void
sl_galaxy_range (const SlGalaxy *self, SlParamId id, double *def, double *lo, double *hi)
{
  const SlParamInfo *info = sl_param_info (id);
  const SlSfhFormRange *form = sl_sfh_form_range (self->sfh_form, id);
  const SlDustLawRange *law = sl_dust_law_range (self->dust_law, id);

  if (def)
    *def = form ? form->def : law ? law->def : info->def;
  if (lo)
    *lo = form ? form->lo : law ? law->lo : info->lo;
  if (hi)
    *hi = form ? form->hi : law ? law->hi : info->hi;
}

gboolean
sl_galaxy_has (const SlGalaxy *self, SlParamId id)
{
  const guint32 forms = sl_sfh_forms_with (id);

  return !forms || forms >> self->sfh_form & 1;
}

gboolean
sl_galaxy_uses (const SlGalaxy *self, SlParamId id)
{
  for (guint i = 0; i < G_N_ELEMENTS (acts_table); i++)
    if (acts_table[i].id == id)
      return acts_table[i].acts (self);
  return sl_galaxy_has (self, id);
}
