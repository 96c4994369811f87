/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* Between the files of the second-derivative evaluator. */
#include <string.h>

#define SL_DUAL_SECOND
#include "model/formulas/sl-formula.h"
#include "model/cosmology/sl-igm.h"
#include "model/dust/sl-dust-body.h"
#include "model/dust/sl-dust-emission.h"
#include "model/observables/sl-observables.h"
#include "model/sfh/sl-age-grid.h"
#include "model/ssp/sl-intermediates.h"
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
  double *z_edges, *u_edges;
  double t[SL_N_TABLE], lgt[SL_N_TABLE];
  /* Read when a galaxy first asks for them. */
  SlDustEmission *emission;
  SlDustEmissionGrid *dust_emission_grid;
  SlIgm *igm;
};

/* The pipeline is cut where few numbers pass. A part computes its numbers once for each pair of those
 * parameters that reach it, not for each pair of the caller's, and the next part takes them from there. */
typedef struct {
  guint n, n_out;
  /* (parameters of the caller) place among this part's, -1 where it does not reach it */
  int *at;
  guint *of;            /* (n) the other way round */
  double *value;        /* (n_out) */
  double *first;        /* (n, n_out) */
  double *second;       /* (n, n, n_out); the second index not below the first */
} Part;

/* Two directions, as places in the caller's list; -1 none. */
typedef struct { int at[2]; } Pair;
static const Pair no_direction = { { -1, -1 } };

/* What a thread works in. */
typedef struct {
  SlDual *sfr, *lgm, *burst_w, *formed; /* of the history */
  SlDual *light, *dust;                 /* (n_pixels) of one age */
  SlDual *star;                         /* (n_sources) of one age, where the stars are at rest */
  SlDual *node, *line;                  /* (N), (L) the gas's continuum and lines */
  /* The curve that dust holds. */
  gboolean have_curve;
  SlDual curve[SL_N_CURVE];
} Scratch;

/* What a pixel has of a line, or of the light of another pixel, and its derivatives with respect to the
 * width. */
typedef struct { guint from, slot; double phi, dphi, ddphi; } Share;

enum { COSMOLOGY_T_OBS, COSMOLOGY_DIMMING, COSMOLOGY_N_OUT };
/* After the masses by age; then the metals by age, where they follow from time or mass. */
enum { MASSES_LG_FORMED, MASSES_SFR, MASSES_N_MORE };

/* One evaluation. */
typedef struct {
  const SlHessian *self;
  const SlGalaxy *galaxy;
  const SlParamId *params;
  guint n_params;
  Part cosmology, masses, dust_emission_spectrum, light;
  Pair *pair;           /* of the part that runs now */
  gboolean all_pixels;  /* luminosities are wanted */
  guint n_pixels;
  guint *pixel;         /* (n_pixels) increasing */
  guint *slot;          /* (W) place of a pixel in the list; its length where it is not there */
  guint n_sources;
  /* (n_sources) pixels from which stars' light comes: those of the list, where stars are at rest */
  guint *source;
  GArray *shares;       /* of Share, by line */
  GArray *moved;        /* of Share, by place in source */
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

/* Whether metals follow from time or mass, and stars move. */
static inline gboolean metals_follow (const Work *w) { return w->galaxy->metals != SL_METALS_AGE; }
static inline gboolean stars_move (const Work *w) { return w->galaxy->value[SL_PARAM_SIGMA_STAR] > 0.0; }

static inline gboolean reaches_cosmology (const Work *w, SlParamId id) { return is_cosmology (id); }

static inline gboolean
reaches_masses (const Work *w, SlParamId id)
{
  const SlSfhFormInfo *form = sl_sfh_form_info (w->galaxy->sfh_form);

  for (guint i = 0; i < form->n_params; i++)
    if (form->params[i] == id)
      return TRUE;
  return is_cosmology (id) || in (id, SL_PARAM_LGFBURST, SL_PARAM_LGYR_MAX);
}

static inline gboolean
reaches_populations (const Work *w, SlParamId id)
{
  return in (id, SL_PARAM_LGMET_YOUNG, SL_PARAM_SIGMA_V) || (id == SL_PARAM_SIGMA_STAR && stars_move (w))
         || (metals_follow (w) && (id == SL_PARAM_LGMET_SHIFT || reaches_masses (w, id)));
}

static inline gboolean
reaches_dust (const Work *w, SlParamId id)
{
  return in (id, SL_PARAM_AV_YOUNG, SL_PARAM_FRAC_UNOBSCURED);
}

static inline gboolean
reaches_dust_emission (const Work *w, SlParamId id)
{
  return w->galaxy->dust_emission
         && (in (id, SL_PARAM_UMIN, SL_PARAM_QPAH) || (id == SL_PARAM_REDSHIFT && w->self->observed.n_rows));
}

static inline gboolean
reaches_light (const Work *w, SlParamId id)
{
  return reaches_populations (w, id) || reaches_dust (w, id) || reaches_dust_emission (w, id)
         || (id == SL_PARAM_REDSHIFT && w->self->observed.n_rows);
}

/* Keeps output k as computed along a pair. */
static inline void
part_put (Part *part, Pair pair, guint k, SlDual x)
{
  int p, q;

  if (pair.at[0] < 0)
    {
      part->value[k] = x.v;
      return;
    }
  p = part->at[pair.at[0]], q = part->at[pair.at[1]];
  if (p == q)
    part->first[(gsize) p * part->n_out + k] = x.d[0];
  part->second[((gsize) p * part->n + q) * part->n_out + k] = x.dd;
}

/* Output k along any pair of directions. */
static inline SlDual
part_get (const Part *part, Pair pair, guint k)
{
  SlDual x = { .v = part->value[k] };
  int place[2];

  for (int i = 0; i < 2; i++)
    {
      place[i] = pair.at[i] >= 0 ? part->at[pair.at[i]] : -1;
      if (place[i] >= 0)
        x.d[i] = part->first[(gsize) place[i] * part->n_out + k];
    }
  if (place[0] >= 0 && place[1] >= 0)
    x.dd = part->second[((gsize) MIN (place[0], place[1]) * part->n + MAX (place[0], place[1])) * part->n_out
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
moves (const Work *w, Pair pair, gboolean (*reaches) (const Work *w, SlParamId id))
{
  return (pair.at[0] >= 0 && reaches (w, w->params[pair.at[0]]))
         || (pair.at[1] >= 0 && reaches (w, w->params[pair.at[1]]));
}

/* sl-hessian-light.c */

/* What pixels, lines and moving stars' light an evaluation needs. */
void sl_hessian_choose_pixels (Work *w);
void sl_hessian_shape_gas (Work *w);
void sl_hessian_shape_motion (Work *w);
/* All functionals of what dust gives back, for one unit of luminosity. */
void sl_hessian_dust_emission (Work *w, Pair pair);
/* All functionals of the light of one age, per solar mass formed. */
void sl_hessian_light_of_age (Work *w, Pair pair, guint a, Scratch *s);
