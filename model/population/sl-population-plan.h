/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/sl-population.h"

/* The arrays that the kernels of populations read, made of templates, filters and a description. A device's
 * engine reads the same. */
typedef struct {
  SlPopDraw draw;
  SlPopSfhPlan history;
  SlPopLightPlan light;
  SlPopBinPlan bins;
  guint n_phi;
  SlPopPhi phi[SL_POP_MAX_PHI];
  guint n_correlations;
  guint64 generation;        /* another wherever arrays are, or what is in them */
} SlPopPlan;

/* What a description says of draws and histograms: quick. FALSE with SL_ERROR_PARAMETER. */
gboolean sl_pop_plan_draws (SlPopPlan *self, const SlPopulationSpec *spec, GError **error);
void sl_pop_plan_bins (SlPopPlan *self, const SlPopulationSpec *spec);
/* The table of times and the births of the bins of age for galaxies seen at t_obs. FALSE with
 * SL_ERROR_PARAMETER. */
gboolean sl_pop_plan_sfh (SlPopPlan *self, const SlPopulationSpec *spec, const SlTemplates *templates,
                          double t_obs, GError **error);
/* Light of the templates in the bands: a moment's work. shift: (bands) magnitudes that distance adds. */
gboolean sl_pop_plan_light (SlPopPlan *self, const SlPopulationSpec *spec, const SlTemplates *templates,
                            const SlFilterSet *filters, double dimming, GError **error);
/* TRUE where two descriptions have the same light and the same tangents. */
gboolean sl_pop_same_light (const SlPopulationSpec *a, const SlPopulationSpec *b);
void sl_pop_plan_clear (SlPopPlan *self);

const SlPopKernels *sl_pop_kernels_best (void);
