/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/observables/sl-filters.h"
#include "model/galaxy/sl-galaxy.h"
#include "model/galaxy/sl-param-set.h"
#include "model/ssp/sl-templates.h"

/* What an engine is made for. Fixed at creation, so that evaluation allocates nothing.
 *
 * Observable names ([] may be left out; a window is LO-HI in A, windows are joined by "+" and none holds a
 * comma):
 * rest:LSST/g obs:LSST/g rest:LSST/g-r AB magnitudes in any filter of the set, colours
 * fnu:LSST/g observed flux density, microjansky; NaN at z = 0
 * ew:OIII5007 (Hbeta, Halpha, OII3727), ew:LO-HI+BLO-BHI+RLO-RHI[@CENTRE]
 * equivalent widths of emission, A
 * flux:OIII5007 cont:OIII5007 the same apart: lg of the line's luminosity above the continuum, Lsun, and of
 * the continuum's at its centre, Lsun/A; windows likewise. NaN in absorption
 * lick:Mgb, index:LO-HI+BLO-BHI+RLO-RHI[+mag]
 * absorption indices, A or mag; at the library's own resolution
 * d4000n beta_uv lglir break at 4000 A, ultraviolet slope, lg Lsun from 8 to 1000 micron
 * lglbol lgldust lg Lsun of all light that leaves, and of what dust takes (and gives back)
 * lgqion lg of ionising photons that stars make, 1/s, before gas and dust
 * lgmstar_formed lgsfr lgsfr10 lgsfr100 lg Msun; lg Msun/yr now and as means over 10 and 100 Myr
 * lgmstar_surviving[:IMF] lgmstar_remnants:IMF
 * lg Msun: living stars by the library; with an IMF (chabrier, kroupa,
 * salpeter, van_dokkum) stars and remnants by the fit to it
 * age_mass age_light[:BESSELL/V] mean age weighted by mass formed or by light of bare stars, Gyr
 * lgz_mass lgz_light[:BESSELL/V] lg of the mean metal mass fraction, weighted likewise
 * ml:BESSELL/V mass of lgmstar_surviving over light with gas and dust, in the Sun's */
typedef struct {
  SlTemplates *templates;
  SlFilterSet *filters;
  const char *const *observables;         /* at the galaxy's epoch; NULL-terminated */
  const char *const *history_observables; /* over epochs; NULL or NULL-terminated */
  guint n_epochs;
  const double *epochs;                   /* (n_epochs) t_obs in Gyr, increasing, 0.05..13.8 */
  guint threads;                          /* 0: one per core */
} SlEngineConfig;

typedef enum {
  SL_REQUEST_SED = 1 << 0,          /* sed, sed_intrinsic, arriving */
  SL_REQUEST_SED_TANGENTS = 1 << 1, /* sed_tangent for the parameters of request.tangents */
  SL_REQUEST_OBSERVABLES = 1 << 2,  /* obs */
  SL_REQUEST_JACOBIAN = 1 << 3,     /* obs_jac over all parameters */
  SL_REQUEST_HISTORIES = 1 << 4,    /* hist */
  SL_REQUEST_HISTORY_JACOBIAN = 1 << 5, /* hist_jac for the parameters of request.tangents */
  SL_REQUEST_SED_AGES = 1 << 6,     /* sed_by_age */
  SL_REQUEST_ALL = (1 << 7) - 1,
} SlRequestFlags;

/* Groups of stars by age, from the youngest: up to 10 and 100 Myr, 1 and 5 Gyr, and older. An age bin belongs
 * to the group of its own age, as a whole. */
#define SL_N_AGE_GROUPS 5
extern const double sl_age_group_limits[SL_N_AGE_GROUPS - 1]; /* Gyr */
guint sl_age_group (double age_gyr);

typedef struct {
  SlGalaxy galaxy;
  SlRequestFlags want;
  SlParamSet tangents;
  guint64 histories;  /* bit i: history i is wanted; 0: all. Those past the 64th are wanted with all only */
} SlRequest;

/* Arrays owned by the result. What the request did not ask for keeps what it held. */
typedef struct {
  guint n_wave, n_age, n_obs, n_hist, n_epochs, n_table;
  SlTemplates *templates;   /* a reference */
  const double *wave;       /* (W) borrowed from the templates, A */
  float *sed;               /* (W) attenuated, with the glow of dust where it is on, Lsun/Hz */
  float *sed_intrinsic;     /* (W) before dust, Lsun/Hz */
  float *sed_tangent;       /* (SL_N_PARAMS, W) d sed / d parameter */
  /* (SL_N_AGE_GROUPS, W) attenuated light of the stars of a group and of their gas, without the glow of dust,
   * Lsun/Hz; their sum is sed but for the glow */
  float *sed_by_age;
  SlParamSet zero_tangents; /* of parameters that do not act: rows of sed_tangent that are 0 */
  /* (W) part of each pixel's light that crosses the space to us: 1 without absorption there */
  float *arriving;
  float *arriving_dz;       /* (W) d arriving / d redshift */
  double *obs;              /* (n_obs); NaN where it does not exist */
  double *obs_jac;          /* (n_obs, SL_N_PARAMS) */
  double *epoch_t;          /* (n_epochs) Gyr */
  /* (n_epochs) redshift at which the galaxy's cosmology has this age; NaN where none */
  double *epoch_z;
  double *hist;             /* (n_hist, n_epochs) */
  double *hist_jac;         /* (n_hist, SL_N_PARAMS, n_epochs); redshift of an epoch is held constant */
  double *table_t;          /* (n_table) Gyr, the 300 times of the history */
  double *table_sfr;        /* (n_table) Msun/yr */
  double *table_fq;         /* (n_table) quenching function, 0..1; all 1 where the form has none */
  double *table_lgmh;       /* (n_table) lg halo mass; NaN where the form has no halo */
  double *age_weight;       /* (n_age) sums to 1 */
  double *lg_age;           /* (n_age) lg(age/Gyr) */
  double t_obs;             /* Gyr */
  double lgmstar_formed, sfr;
  /* Seconds spent, per stage and in all; names from sl_engine_stage_name(). */
  double stage_s[16];
  guint stages_run;         /* bit i: stage i was computed, not taken from the cache */
  double total_s;
  gpointer memory;          /* that all arrays stand in */
} SlResult;

typedef struct _SlEngine SlEngine;

/* An implementation ("cpu", "cuda"). The CPU engine is the reference. */
typedef struct {
  const char *name;
  SlEngine *(*create) (const SlEngineConfig *config, GError **error);
  gboolean (*evaluate) (SlEngine *self, const SlRequest *request, SlResult *result, GError **error);
  const char *(*describe) (SlEngine *self); /* "2 threads, AVX-512" */
  void (*destroy) (SlEngine *self);
} SlEngineClass;

struct _SlEngine {
  const SlEngineClass *klass;
  SlTemplates *templates;
  guint n_obs, n_hist, n_epochs;
  char **obs_names, **hist_names; /* as configured */
};

/* The CPU engine. */
extern const SlEngineClass sl_engine_cpu;

/* FALSE with SL_ERROR_DATA for a library with fewer or more metallicities, ages or ionisations than the model
 * works with. */
gboolean sl_engine_check_templates (const SlTemplates *templates, GError **error);
/* Creates an engine of a class; NULL with SL_ERROR_OBSERVABLE for a name that
 * the filters do not have, SL_ERROR_ENGINE where the device is not there.
 * An engine and its results are used by one thread at a time. */
SlEngine *sl_engine_new (const SlEngineClass *klass, const SlEngineConfig *config, GError **error);
void sl_engine_free (SlEngine *self);
/* Evaluates one galaxy into result (made for this engine). Only stages whose
 * inputs changed since the last call are computed. Allocates nothing on success.
 * FALSE with SL_ERROR_PARAMETER, SL_ERROR_ENGINE, or SL_ERROR_FILE or
 * SL_ERROR_DATA where the table of an option cannot be read; result is then
 * unspecified but safe to reuse. */
gboolean sl_engine_evaluate (SlEngine *self, const SlRequest *request, SlResult *result, GError **error);
const char *sl_engine_describe (SlEngine *self);
const char *sl_engine_stage_name (guint i); /* NULL past the last */

SlResult *sl_result_new (SlEngine *engine);
void sl_result_free (SlResult *self);
/* Deep copy between results of the same engine. */
void sl_result_copy (SlResult *to, const SlResult *from);
/* Index of an observable in obs / hist, or -1. */
int sl_engine_find_observable (SlEngine *self, const char *name);
int sl_engine_find_observable_history (SlEngine *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlEngine, sl_engine_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlResult, sl_result_free)
