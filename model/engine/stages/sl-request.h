/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-galaxy.h"
#include "model/galaxy/sl-param-set.h"
#include "model/observables/sl-filters.h"
#include "model/sfh/sl-age-grid.h"
#include "model/ssp/sl-templates.h"

/* What an engine is created for. Fixed at creation, so that evaluation allocates nothing.
 *
 * Names of observables. [] may be left out. A line band is LO-HI in A; "+" joins bands, without a comma.
 *
 *   rest:LSST/g, obs:LSST/g, rest:LSST/g-r
 *       AB magnitudes in any filter of the set, colours
 *   fnu:LSST/g
 *       observed flux density, microjansky; NaN at z = 0
 *   ew:OIII5007 (Hbeta, Halpha, OII3727), ew:LO-HI+BLO-BHI+RLO-RHI[@CENTRE]
 *       equivalent widths of emission, A
 *   flux:OIII5007, cont:OIII5007, and line bands likewise
 *       lg of the line's luminosity above the continuum, Lsun; of the continuum's at its centre, Lsun/A.
 *       NaN in absorption
 *   line:Halpha, line0:Halpha, line:O III 5006.84
 *       lg of an emission line's luminosity, Lsun: behind the dust, and before it. Names of the library, or
 *       short ones (sl-emission-lines.c), which may sum a doublet. NaN where the line is switched off
 *   line:Halpha/Hbeta, line0:Halpha/Hbeta, lgratio:NII6584/Halpha
 *       ratio of two luminosities, and its lg
 *   balmer_decrement, lgoiii_hbeta, lgnii_halpha, lgsii_halpha, lgoi_halpha, lgoiii_oii
 *       ratios in use: H alpha over H beta; lg of the others
 *   lick:Mgb, index:LO-HI+BLO-BHI+RLO-RHI[+mag]
 *       absorption indices, A or mag, at the library's own resolution
 *   d4000n, beta_uv, lglir
 *       break at 4000 A, ultraviolet slope, lg Lsun from 8 to 1000 micron
 *   lglbol, lgldust
 *       lg Lsun of all light that leaves the galaxy; of the light that dust absorbs (and emits)
 *   lgqion
 *       lg of the ionising photons of the stars, 1/s, before gas and dust
 *   lgmstar_formed
 *       lg Msun
 *   lgsfr, lgsfr1, lgsfr10, lgsfr100
 *       lg Msun/yr: of the smooth SFH alone, at the very time; with the burst, as means over the last 1, 10
 *       and 100 Myr
 *   lgmstar_living[:IMF], lgmstar_with_remnants[:IMF], lgmstar_remnants[:IMF]
 *       lg Msun: living stars, living stars and remnants, remnants. With an IMF (chabrier, kroupa, salpeter,
 *       van_dokkum) by its fits; without, living stars by the library, remnants by the fit to its IMF.
 *       Older names: lgmstar_surviving is lgmstar_living, lgmstar_surviving:IMF lgmstar_with_remnants:IMF
 *   age_mass, age_light[:BESSELL/V]
 *       mean age weighted by mass formed, or by light of stars without dust, Gyr
 *   lgz_mass, lgz_light[:BESSELL/V]
 *       lg of the mean metal mass fraction, weighted likewise
 *   ml:BESSELL/V, ml_living:BESSELL/V, ml_formed:BESSELL/V
 *       mass of lgmstar_with_remnants, lgmstar_living or lgmstar_formed over light with gas and dust, in
 *       solar units */
typedef struct {
  SlTemplates *templates;
  SlFilterSet *filters;
  const char *const *observables;         /* at the galaxy's epoch; NULL-terminated */
  const char *const *history_observables; /* over epochs; NULL or NULL-terminated */
  guint n_epochs;
  const double *epochs;                   /* (n_epochs) t_obs in Gyr, increasing, 0.05..13.8 */
  guint threads;                          /* 0: one per core */
  gboolean allow_missing_lines; /* emission lines that the library lacks are NaN; FALSE: they are an error */
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
/* Either the values or their derivatives. */
#define SL_REQUEST_ANY_SED (SL_REQUEST_SED | SL_REQUEST_SED_TANGENTS)
#define SL_REQUEST_ANY_OBSERVABLES (SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN)
#define SL_REQUEST_ANY_HISTORIES (SL_REQUEST_HISTORIES | SL_REQUEST_HISTORY_JACOBIAN)

typedef struct {
  SlGalaxy galaxy;
  SlRequestFlags flags;
  SlParamSet tangents;
  guint64 histories;  /* bit i: history i is requested; 0: all. Those past the 64th only with all */
} SlRequest;

/* Arrays owned by the result. Those that the request did not ask for keep their values. */
typedef struct {
  guint n_wave, n_age, n_obs, n_hist, n_epochs, n_table;
  SlTemplates *templates;   /* a reference */
  const double *wave;       /* (W) borrowed from the templates, A */
  float *sed;               /* (W) attenuated, with dust emission where the galaxy has it, Lsun/Hz */
  float *sed_intrinsic;     /* (W) before dust, Lsun/Hz */
  float *sed_tangent;       /* (SL_N_PARAMS, W) d sed / d parameter */
  /* (SL_N_AGE_GROUPS, W) attenuated light of the stars of a group and of their gas, Lsun/Hz; their sum is sed
   * without dust emission */
  float *sed_by_age;
  SlParamSet zero_tangents; /* of parameters that do not act: rows of sed_tangent that are 0 */
  /* (W) transmission between the galaxy and us; 1 without absorption by intergalactic gas */
  float *arriving;
  float *arriving_dz;       /* (W) d arriving / d redshift */
  double *obs;              /* (n_obs); NaN where it does not exist */
  double *obs_jac;          /* (n_obs, SL_N_PARAMS) */
  double *epoch_t;          /* (n_epochs) Gyr */
  /* (n_epochs) redshift at which the galaxy's cosmology has this age; NaN where none */
  double *epoch_z;
  double *hist;             /* (n_hist, n_epochs) */
  double *hist_jac;         /* (n_hist, SL_N_PARAMS, n_epochs); redshift of an epoch is held constant */
  double *table_t;          /* (n_table) Gyr, the times of the SFH */
  double *table_sfr;        /* (n_table) Msun/yr, of the smooth SFH, as if there were no burst */
  double *table_fq;         /* (n_table) quenching function, 0..1; all 1 where the form has none */
  double *table_lgmh;       /* (n_table) lg halo mass; NaN where the form has no halo */
  double *age_weight;       /* (n_age) sums to 1 */
  double *age_burst;        /* (n_age) the burst's part of it; sums to f */
  double *lg_age;           /* (n_age) lg(age/Gyr) */
  double t_obs;             /* Gyr */
  double lgmstar_formed, sfr;
  /* Seconds spent, per stage and in all; names from sl_engine_stage_name(). */
  double stage_s[16];
  guint stages_run;         /* bit i: stage i ran; its result was not valid */
  double total_s;
  gpointer memory;          /* of all arrays */
} SlResult;
