/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Shared by the files of the second-derivative evaluator. */
#include <string.h>

#define SL_DUAL_SECOND
#include "model/formulas/sl-formula.h"
#include "model/cosmology/sl-igm.h"
#include "model/dust/sl-dust-body.h"
#include "model/dust/sl-dust-emission.h"
#include "model/observables/sl-observables.h"
#include "model/sfh/sl-age-grid.h"
#include "model/ssp/sl-intermediates.h"
#include "model/ssp/sl-nodes.h"
#include "model/ssp/sl-ssp-weights.h"
#include "model/support/sl-bins.h"
#include "model/support/sl-pool.h"
#include "model/derivatives/sl-hessian.h"

struct _SlHessian {
  SlTemplates *templates;
  SlFilterSet *filters;
  SlPool *pool;
  guint n_obs;
  SlObservable *obs;
  SlPlan rest, observed;        /* functionals in the rest frame and in the observer's */
  guint n_rows;                 /* of both */
  SlAgeGrid ages;
  SlNodes lgmet, lgu;           /* the library's axes */
  double t[SL_N_TABLE], lgt[SL_N_TABLE];
  /* Read when a galaxy first needs them. */
  SlDustEmission *emission;
  SlDustEmissionGrid *dust_emission_grid;
  SlIgm *igm;
};

/* The pipeline has stages with few numbers between them. A stage computes its numbers for each pair of those
 * parameters that affect it, not for each pair that the caller asks for; the next stage reads them from
 * here. */
typedef struct {
  guint n, n_out;
  /* (n_params) index of a parameter in this stage; -1 where it does not affect the stage */
  int *at;
  guint *of;            /* (n) index in params of a parameter of this stage */
  double *value;        /* (n_out) */
  double *first;        /* (n, n_out) */
  double *second;       /* (n, n, n_out); the second index not below the first */
} Stage;

/* Two directions, as indices in params; -1: none. */
typedef struct { int at[2]; } Pair;
static const Pair no_direction = { { -1, -1 } };

/* Working memory of a thread. */
typedef struct {
  SlDual *sfr, *lgm, *burst_w, *formed; /* of the SFH */
  SlDual *light, *dust;                 /* (n_pixels) of one age */
  SlDual *star;                         /* (n_sources) of one age, before velocity dispersion */
  SlDual *node, *line;                  /* (N), (L) the gas's continuum and lines */
  /* The attenuation curve that dust was computed for. */
  gboolean have_curve;
  SlDual curve[SL_N_CURVE];
} Scratch;

/* Part of a line, or of the light of another pixel, that falls into a pixel, and its derivatives with respect
 * to the width. */
typedef struct { guint from, slot; double phi, dphi, ddphi; } Share;

enum { COSMOLOGY_T_OBS, COSMOLOGY_DIMMING, COSMOLOGY_N_OUT };
/* Outputs of the stage of masses behind the masses by age. Then come the metals by age, where they follow
 * from time or mass. */
enum { MASSES_LG_FORMED, MASSES_SFR, MASSES_N_MORE };

/* One evaluation. */
typedef struct {
  const SlHessian *self;
  const SlGalaxy *galaxy;
  const SlParamId *params;
  guint n_params;
  Stage cosmology, masses, dust_emission_spectrum, light;
  Pair *pair;           /* of the running stage */
  gboolean all_pixels;  /* luminosities are requested */
  guint n_pixels;
  guint *pixel;         /* (n_pixels) increasing */
  guint *slot;          /* (W) index of a pixel in the list; n_pixels where it is not in it */
  guint n_sources;
  /* (n_sources) pixels from which stars' light comes: those of the list where sigma_star is 0 */
  guint *source;
  GArray *shares;       /* of Share, by line */
  GArray *broadened;     /* of Share, by index in source */
  guint8 *node_used;    /* (N) */
  double *bare, *through; /* (A, n_pixels) light before dust and transmission, their values alone */
  Scratch *scratch;     /* (threads) */
} Work;

static inline gboolean
in (SlParamId id, SlParamId first, SlParamId last)
{
  return id >= first && id <= last;
}

static inline gboolean is_cosmology (SlParamId id) { return in (id, SL_PARAM_REDSHIFT, SL_PARAM_H); }

/* Whether metals evolve with time or mass, and whether stars have a velocity dispersion. */
static inline gboolean metals_evolve (const Work *w) { return w->galaxy->metals != SL_METALS_AGE; }
static inline gboolean stars_broadened (const Work *w) { return w->galaxy->value[SL_PARAM_SIGMA_STAR] > 0.0; }

static inline gboolean affects_cosmology (const Work *w, SlParamId id) { return is_cosmology (id); }

static inline gboolean
affects_masses (const Work *w, SlParamId id)
{
  const SlSfhFormInfo *form = sl_sfh_form_info (w->galaxy->sfh_form);

  for (guint i = 0; i < form->n_params; i++)
    if (form->params[i] == id)
      return TRUE;
  return is_cosmology (id) || in (id, SL_PARAM_LGFBURST, SL_PARAM_LGYR_MAX);
}

static inline gboolean
affects_ssp (const Work *w, SlParamId id)
{
  return in (id, SL_PARAM_LGMET_YOUNG, SL_PARAM_SIGMA_V)
         || (id == SL_PARAM_LGMET_GAS && w->galaxy->lgmet_gas_free)
         || (id == SL_PARAM_SIGMA_STAR && stars_broadened (w))
         || (metals_evolve (w) && (id == SL_PARAM_LGMET_SHIFT || affects_masses (w, id)));
}

static inline gboolean
affects_dust (const Work *w, SlParamId id)
{
  return in (id, SL_PARAM_AV_YOUNG, SL_PARAM_FRAC_UNOBSCURED);
}

static inline gboolean
affects_dust_emission (const Work *w, SlParamId id)
{
  return w->galaxy->dust_emission
         && (in (id, SL_PARAM_UMIN, SL_PARAM_QPAH) || (id == SL_PARAM_REDSHIFT && w->self->observed.n_rows));
}

static inline gboolean
affects_light (const Work *w, SlParamId id)
{
  return affects_ssp (w, id) || affects_dust (w, id) || affects_dust_emission (w, id)
         || (id == SL_PARAM_REDSHIFT && w->self->observed.n_rows);
}

/* Keeps output k as computed along a pair. */
static inline void
stage_put (Stage *stage, Pair pair, guint k, SlDual x)
{
  int p, q;

  if (pair.at[0] < 0)
    {
      stage->value[k] = x.v;
      return;
    }
  p = stage->at[pair.at[0]], q = stage->at[pair.at[1]];
  if (p == q)
    stage->first[(gsize) p * stage->n_out + k] = x.d[0];
  stage->second[((gsize) p * stage->n + q) * stage->n_out + k] = x.dd;
}

/* Output k along any pair of directions. */
static inline SlDual
stage_get (const Stage *stage, Pair pair, guint k)
{
  SlDual x = { .v = stage->value[k] };
  int slot[2];

  for (int i = 0; i < 2; i++)
    {
      slot[i] = pair.at[i] >= 0 ? stage->at[pair.at[i]] : -1;
      if (slot[i] >= 0)
        x.d[i] = stage->first[(gsize) slot[i] * stage->n_out + k];
    }
  if (slot[0] >= 0 && slot[1] >= 0)
    x.dd = stage->second[((gsize) MIN (slot[0], slot[1]) * stage->n + MAX (slot[0], slot[1]))
                             * stage->n_out
                         + k];
  return x;
}

/* A parameter as a variable along a pair of directions. */
static inline SlDual
variable (const Work *w, Pair pair, SlParamId id)
{
  SlDual x = { .v = w->galaxy->value[id] };

  for (int i = 0; i < 2; i++)
    x.d[i] = pair.at[i] >= 0 && w->params[pair.at[i]] == id;
  return x;
}

static inline gboolean
pair_affects (const Work *w, Pair pair, gboolean (*affects) (const Work *w, SlParamId id))
{
  return (pair.at[0] >= 0 && affects (w, w->params[pair.at[0]]))
         || (pair.at[1] >= 0 && affects (w, w->params[pair.at[1]]));
}

/* sl-hessian-light.c */

/* Finds the pixels, lines and broadened stellar light that an evaluation needs. */
void sl_hessian_choose_pixels (Work *w);
void sl_hessian_shape_gas (Work *w);
void sl_hessian_shape_motion (Work *w);
/* All functionals of the dust emission, for one unit of luminosity. */
void sl_hessian_dust_emission (Work *w, Pair pair);
/* All functionals of the light of one age, per solar mass formed. */
void sl_hessian_light_of_age (Work *w, Pair pair, guint a, Scratch *s);
