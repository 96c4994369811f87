/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/dust/laws/sl-dust-law-ids.h"
#include "model/io/sl-table.h"

/* Every differentiable parameter of the model, in the order of the tables and
 * files (the order of Jacobian columns). The row in sl-parameters.c says all
 * else about it; adding a parameter is adding a line here and a row there. */
typedef enum {
  SL_PARAM_LOGM0,
  SL_PARAM_LOGTC,
  SL_PARAM_EARLY_INDEX,
  SL_PARAM_LATE_INDEX,
  SL_PARAM_T_PEAK,
  SL_PARAM_LGMCRIT,
  SL_PARAM_LGY_AT_MCRIT,
  SL_PARAM_INDX_LO,
  SL_PARAM_INDX_HI,
  SL_PARAM_TAU_DEP,
  SL_PARAM_LG_QT,
  SL_PARAM_QLGLGDT,
  SL_PARAM_LG_DROP,
  SL_PARAM_LG_REJUV,
  SL_PARAM_LGFBURST,
  SL_PARAM_LGYR_PEAK,
  SL_PARAM_LGYR_MAX,
  SL_PARAM_LGMET_YOUNG,
  SL_PARAM_LGMET_OLD,
  SL_PARAM_LGMET_SCATTER,
  SL_PARAM_LGMET_LGAGE_MID,
  SL_PARAM_LGMET_LGAGE_WIDTH,
  SL_PARAM_LGU_MEAN,
  SL_PARAM_LGU_SCATTER,
  SL_PARAM_F_ESC,
  SL_PARAM_SIGMA_V,
  SL_PARAM_AV_YOUNG,
  SL_PARAM_AV_OLD,
  SL_PARAM_DELTA_YOUNG,
  SL_PARAM_DELTA_OLD,
  SL_PARAM_UV_BUMP,
  SL_PARAM_DUST_LGAGE_MID,
  SL_PARAM_DUST_LGAGE_WIDTH,
  SL_PARAM_FRAC_UNOBSCURED,
  SL_PARAM_REDSHIFT,
  SL_PARAM_OM0,
  SL_PARAM_W0,
  SL_PARAM_WA,
  SL_PARAM_H,
  /* Of the simple forms of the star-formation history. */
  SL_PARAM_LGMSTAR_FORMED,
  SL_PARAM_T_START,
  SL_PARAM_TAU,
  SL_PARAM_LOGNORMAL_M,
  SL_PARAM_LOGNORMAL_S,
  SL_PARAM_DPL_TAU,
  SL_PARAM_DPL_ALPHA,
  SL_PARAM_DPL_BETA,
  SL_PARAM_T_END,
  SL_PARAM_T_BURST,
  SL_PARAM_BURST_WIDTH,
  SL_PARAM_LGSFR_RATIO_1,
  SL_PARAM_LGSFR_RATIO_2,
  SL_PARAM_LGSFR_RATIO_3,
  SL_PARAM_LGSFR_RATIO_4,
  SL_PARAM_LGSFR_RATIO_5,
  SL_PARAM_LGSFR_RATIO_6,
  /* Of options: metals that follow a relation, moving stars, glowing dust. */
  SL_PARAM_LGMET_SHIFT,
  SL_PARAM_SIGMA_STAR,
  SL_PARAM_UMIN,
  SL_PARAM_DUST_GAMMA,
  SL_PARAM_QPAH,
  SL_N_PARAMS
} SlParamId;

typedef enum {
  SL_GROUP_HALO, SL_GROUP_MAIN_SEQUENCE, SL_GROUP_QUENCHING, SL_GROUP_BURST, SL_GROUP_METALS,
  SL_GROUP_GAS, SL_GROUP_DUST, SL_GROUP_OBSERVATION, SL_GROUP_COSMOLOGY,
  SL_N_GROUPS
} SlParamGroup;

/* A value that means something, marked on the slider. */
typedef struct {
  double value;           /* where relative: added to lg of the Sun's metal mass fraction in the library */
  const char *label;      /* Pango markup, marked for translation where it has words; NULL: a mark alone */
  gboolean relative;
} SlParamTick;

typedef struct {
  const char *name;       /* key in files, never translated: "logm0" */
  const char *symbol;     /* Pango markup: "lg <i>M</i><sub>halo</sub>" */
  const char *title;      /* plain name, marked for translation (N_) */
  const char *tooltip;    /* one or two sentences, marked for translation */
  const char *unit;       /* for display: "Gyr", "km/s", "mag"; "" where it has none */
  double def, lo, hi;     /* default and range (PHYSICS section 9) */
  double step;            /* one small keyboard step */
  guint digits;           /* decimals of the number entry */
  SlParamGroup group;
  gboolean lg;            /* the value is the logarithm of a quantity, of this unit unless that is "dex" */
  guint n_ticks;
  const SlParamTick *ticks; /* (n_ticks) increasing; those outside the range do not show */
  /* For those who see few parameters: an everyday name, and what it does in plain words; NULL: not among the
   * few. Of a logarithm they see the quantity, times simple_factor in simple_unit (NULL: they see the value
   * as it is). */
  const char *simple_title, *simple_help; /* marked for translation */
  const char *simple_unit;
  double simple_factor;
} SlParamInfo;

typedef struct {
  const char *name;       /* "halo" */
  const char *title;      /* "Halo growth", marked for translation */
} SlParamGroupInfo;

/* Row of a parameter; never NULL for a valid id. */
const SlParamInfo *sl_param_info (SlParamId id);
/* Id of a file key, or -1. */
int sl_param_lookup (const char *name);
const SlParamGroupInfo *sl_param_group_info (SlParamGroup group);

/* A parameter that must not come closer than this below another one. */
typedef struct {
  SlParamId lower, upper;
  double least;           /* upper - lower below this is an error */
  double kept;            /* what a hand on a slider keeps between them */
} SlParamOrder;
/* Row i of the table of such pairs, or NULL past the last. */
const SlParamOrder *sl_param_order (guint i);

/* Star-formation-history forms. */
typedef enum {
  SL_SFH_DIFFSTAR,
  SL_SFH_DIFFSTAR_LAG,
  SL_SFH_TAU,
  SL_SFH_DELAYED_TAU,
  SL_SFH_LOGNORMAL,
  SL_SFH_DOUBLE_POWERLAW,
  SL_SFH_CONSTANT,
  SL_SFH_BURST,
  SL_SFH_CONTINUITY,
  SL_SFH_TABLE,
  SL_N_SFH_FORMS
} SlSfhFormId;

typedef struct {
  const char *name;       /* key in files: "diffstar" */
  const char *title;      /* marked for translation */
  guint n_params;
  /* (n_params) those of this form, in the order of its formula; SL_MAX_SFH_PARAMS at most */
  const SlParamId *params;
} SlSfhFormInfo;
#define SL_MAX_SFH_PARAMS 16
#define SL_SFH_N_BINS 7   /* of the continuity form */
const SlSfhFormInfo *sl_sfh_form_info (SlSfhFormId id);
/* Id of a file key, or -1. */
int sl_sfh_form_lookup (const char *name);

/* Laws of dust attenuation (SlDustLaw): the table model/dust/laws/sl-dust-laws.h. */
typedef struct {
  const char *name;       /* key in files: "salim" */
  const char *title;      /* marked for translation */
  SlDustFormula formula;
  gboolean slope, bump;   /* whether delta_* and uv_bump act */
} SlDustLawInfo;
const SlDustLawInfo *sl_dust_law_info (SlDustLaw law);
/* Id of a file key, or -1. */
int sl_dust_law_lookup (const char *name);

/* Where the metals of a stellar generation come from. */
typedef enum {
  SL_METALS_AGE,          /* lgmet_young, lgmet_old and the passage between them */
  SL_METALS_TABLE,        /* SlGalaxy.metals_table, by time of birth; plus lgmet_shift */
  SL_METALS_MASS,         /* the relation of mass formed and metals at the time of birth; plus lgmet_shift */
  SL_N_METALS
} SlMetals;

/* Emission lines that can be switched off: those of the library, in its order. */
#define SL_MAX_LINES 256

/* All that defines a galaxy. Plain value: copy with =. */
typedef struct {
  double value[SL_N_PARAMS];
  SlSfhFormId sfh_form;
  SlDustLaw dust_law;
  SlMetals metals;
  gboolean uv_bump_free;  /* FALSE: bump strength tied to delta, value[UV_BUMP] unused */
  gboolean dust_emission; /* what dust takes it gives back in the infrared */
  gboolean igm;           /* neutral gas between the galaxies takes its share of observed light */
  /* continuity form: edges of its bins, lookback from t_obs, Gyr, from 0 increasing */
  double sfh_edges[SL_SFH_N_BINS + 1];
  const SlTable *sfh_table;    /* form `table`: t [Gyr], SFR in any unit; NULL: none chosen */
  const SlTable *metals_table; /* SL_METALS_TABLE: t [Gyr], lg Z; NULL: none chosen */
  guint64 lines_off[SL_MAX_LINES / 64]; /* bit l: line l of the library does not shine */
} SlGalaxy;

/* The defaults of the table. */
void sl_galaxy_init (SlGalaxy *self);
/* Default, lower and upper end of a parameter for the galaxy's SFH form (some
 * forms give a parameter another meaning). Any pointer may be NULL. */
void sl_galaxy_range (const SlGalaxy *self, SlParamId id, double *def, double *lo, double *hi);
/* TRUE where the parameter belongs to this galaxy's form or to no form in particular. */
gboolean sl_galaxy_has (const SlGalaxy *self, SlParamId id);
/* TRUE where, besides, it acts with the galaxy's options. */
gboolean sl_galaxy_uses (const SlGalaxy *self, SlParamId id);
/* Every value finite and in range, lg_rejuv >= lg_drop, late_index <= early_index, burst ends after its peak.
 * extrapolate: only finiteness and what the formulas cannot do without. SL_ERROR_PARAMETER names the
 * parameter. */
gboolean sl_galaxy_check (const SlGalaxy *self, gboolean extrapolate, GError **error);

/* Named galaxies. */
typedef struct {
  const char *name;       /* "quenched": command line and files */
  const char *title;      /* marked for translation */
  const char *description;
} SlPresetInfo;
guint sl_preset_count (void);
const SlPresetInfo *sl_preset_info (guint i);
/* FALSE where there is no preset of this name. */
gboolean sl_preset_apply (const char *name, SlGalaxy *galaxy);
