/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/sl-population.h"

/* The arrays that the kernels of populations read, computed from templates, filters and a description. A
 * device copies them. */
typedef struct {
  SlPopDraw draw;
  SlPopSfhPlan sfh;
  SlPopLightPlan light;
  SlPopBinPlan bins;
  guint n_phi;
  SlPopPhi phi[SL_POP_MAX_PHI];
  guint n_correlations;
  guint64 generation;        /* changes when an array moves or its contents change */
} SlPopPlan;

/* Distributions, correlations and histograms: quick. FALSE with SL_ERROR_PARAMETER. */
gboolean sl_pop_plan_draws (SlPopPlan *self, const SlPopulationSpec *spec, GError **error);
void sl_pop_plan_bins (SlPopPlan *self, const SlPopulationSpec *spec);
/* The table of times, and when the stars at the edges of the age bins were born, for galaxies observed at
 * t_obs (Gyr). FALSE with SL_ERROR_PARAMETER. */
gboolean sl_pop_plan_sfh (SlPopPlan *self, const SlPopulationSpec *spec, const SlTemplates *templates,
                          double t_obs, GError **error);
/* Light of the templates in the bands: takes some 0.1 s. dimming: magnitudes that distance adds to observed
 * bands. FALSE with SL_ERROR_PARAMETER, SL_ERROR_OBSERVABLE or SL_ERROR_DATA; the plan is then as it was. */
gboolean sl_pop_plan_light (SlPopPlan *self, const SlPopulationSpec *spec, const SlTemplates *templates,
                            const SlFilterSet *filters, double dimming, GError **error);
void sl_pop_light_clear (SlPopLightPlan *self);
/* TRUE where two descriptions have the same tables of light and the same tangents. */
gboolean sl_pop_same_light (const SlPopulationSpec *a, const SlPopulationSpec *b);
void sl_pop_plan_clear (SlPopPlan *self);

/* Kernels of the widest instruction set that the processor has. */
const SlPopKernels *sl_pop_kernels_best (void);
