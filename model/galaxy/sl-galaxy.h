/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-dust-law-info.h"
#include "model/galaxy/sl-numerics.h"
#include "model/galaxy/sl-sfh-forms.h"
#include "model/io/sl-table.h"

/* Where the metals of a stellar generation come from. */
typedef enum {
  SL_METALS_AGE,          /* lgmet_young, lgmet_old and the transition between them */
  SL_METALS_TABLE,        /* SlGalaxy.metals_table, by time of birth; plus lgmet_shift */
  SL_METALS_MASS,         /* the relation of mass formed and metals at the time of birth; plus lgmet_shift */
  SL_N_METALS
} SlMetals;

/* Most emission lines of a library; each can be switched off. */
#define SL_MAX_LINES 256

/* All that defines a galaxy. Plain value: copy with =. */
typedef struct {
  double value[SL_N_PARAMS];
  SlSfhFormId sfh_form;
  SlDustLaw dust_law;
  SlMetals metals;
  gboolean uv_bump_free;  /* FALSE: bump strength tied to delta, value[UV_BUMP] unused */
  gboolean lgmet_gas_free; /* FALSE: gas has the metals of the stars that light it, value[LGMET_GAS] unused */
  gboolean dust_emission; /* dust re-emits the absorbed light in the infrared */
  gboolean igm;           /* neutral intergalactic gas absorbs observed light */
  SlNumerics numerics;    /* how tables are read between their nodes */
  SlBandEdges band_edges; /* bands that the library covers in part */
  /* continuity form: edges of its bins, lookback from t_obs, Gyr, from 0 increasing */
  double sfh_edges[SL_SFH_N_BINS + 1];
  const SlTable *sfh_table;    /* form `table`: t [Gyr], SFR in any unit; NULL: none chosen */
  const SlTable *metals_table; /* SL_METALS_TABLE: t [Gyr], lg Z; NULL: none chosen */
  guint64 lines_off[SL_MAX_LINES / 64]; /* bit l: line l of the library is switched off */
} SlGalaxy;

/* Sets the defaults of the parameter table, and of the options: intergalactic gas absorbs observed light. */
void sl_galaxy_init (SlGalaxy *self);
/* How this galaxy has its bands counted. */
SlBandRule sl_galaxy_band_rule (const SlGalaxy *self);
/* Whether its bands are counted so. */
gboolean sl_galaxy_has_band_rule (const SlGalaxy *self, SlBandRule rule);
/* Default, lower and upper end of a parameter for the galaxy's SFH form and dust law (some give a parameter
 * another meaning). Any pointer may be NULL. */
void sl_galaxy_range (const SlGalaxy *self, SlParamId id, double *def, double *lo, double *hi);
/* TRUE where the parameter belongs to this galaxy's form or to no form in particular. */
gboolean sl_galaxy_has (const SlGalaxy *self, SlParamId id);
/* TRUE where the parameter also has an effect with the galaxy’s options. */
gboolean sl_galaxy_uses (const SlGalaxy *self, SlParamId id);
/* Checks that every value in use is finite and in range, pairs are in order (sl_param_order()), and tables
 * are chosen and valid. extrapolate: only what the formulas need. SL_ERROR_PARAMETER names the parameter. */
gboolean sl_galaxy_check (const SlGalaxy *self, gboolean extrapolate, GError **error);

/* Two parameters of which one must stay below the other. */
typedef struct {
  SlParamId lower, upper;
  double least;           /* upper - lower below this is an error */
  double kept;            /* distance that sliders keep */
} SlParamOrder;
/* Row i of the table of such pairs, or NULL past the last. */
const SlParamOrder *sl_param_order (guint i);
