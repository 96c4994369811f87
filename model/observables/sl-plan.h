/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/observables/sl-emission-lines.h"
#include "model/observables/sl-functional.h"
#include "model/ssp/sl-imf.h"
#include "model/ssp/sl-templates.h"

/* What an engine computes for each stellar age, as the inputs of observables: linear functionals of the
 * spectrum, and functions of age and metals. */
typedef enum {
  SL_PLAN_BAND,
  SL_PLAN_OBSERVED_BAND, /* f is filled for a redshift by sl_functional_set_band() */
  SL_PLAN_LINE,
  SL_PLAN_CONTINUUM,
  SL_PLAN_INTEGRAL,
  SL_PLAN_ATTENUATED,      /* all light that leaves the galaxy, after dust [Lsun] */
  SL_PLAN_ABSORBED,         /* light that dust absorbs [Lsun] */
  SL_PLAN_TABLE,         /* a function of age and metals alone: no spectrum, no dust */
  SL_PLAN_EMISSION,      /* luminosity of emission lines behind the dust [Lsun] */
  SL_PLAN_EMISSION_BARE, /* the same before dust */
} SlPlanKind;

/* What a table holds, per Msun formed. */
typedef enum {
  SL_TABLE_NONE,
  SL_TABLE_MASS,          /* 1 */
  SL_TABLE_AGE,           /* Gyr */
  SL_TABLE_METALS,        /* mass fraction */
  SL_TABLE_LIGHT,         /* band integral of the stars without gas and dust */
  SL_TABLE_AGE_LIGHT,
  SL_TABLE_METALS_LIGHT,
  /* mass of living stars; of living stars and remnants; of remnants. With an IMF: by its fits. Without:
   * living stars as the library has them, remnants by the fits to the library's IMF, which also give the
   * living stars of a library that has none */
  SL_TABLE_LIVING,
  SL_TABLE_WITH_REMNANTS,
  SL_TABLE_REMNANTS,
  SL_TABLE_IONISING,      /* photons that ionise hydrogen, 1/s */
  SL_TABLE_YOUNG,         /* younger than an age [Gyr]: 1 / yr, so that the sum is a mean rate */
} SlTableId;

/* What a row is: a key is in the plan once. */
typedef struct {
  SlPlanKind kind;
  int what;               /* SlTableId or SlLight */
  const SlFilter *filter;
  const SlImf *imf;
  double number[7];       /* of a line its limits, of an integral lo, hi, order, of a table its age */
  SlEmissionLines lines;  /* of SL_PLAN_EMISSION and SL_PLAN_EMISSION_BARE: those summed */
} SlPlanKey;

typedef struct {
  SlPlanKey key;
  SlFunctional f;         /* empty for tables, luminosities and emission lines */
  const double *table;    /* (A, Z), or NULL: that of the numerics in use */
  double *table_of[SL_N_NUMERICS]; /* where it does not depend on them, the first alone */
} SlPlanRow;

/* Luminosities are rows too, without a functional of their own. */
static inline gboolean
sl_plan_row_is_energy (const SlPlanRow *row)
{
  return row->key.kind == SL_PLAN_ATTENUATED || row->key.kind == SL_PLAN_ABSORBED;
}

typedef struct {
  guint n_rows;
  SlPlanRow *rows;
  SlBandRule rule;        /* of the bands in the rest frame, and of tables of light */
} SlPlan;

/* Indices of rows, added where they are new; -1 where the grid of the templates cannot give them. Limits of
 * lines and integrals are in air, also where the library is in vacuum, except those of SL_LIGHT_TOTAL. */
int sl_plan_band (SlPlan *self, const SlFilter *filter, gboolean observed, const SlTemplates *templates);
int sl_plan_integral (SlPlan *self, SlLight light, double lo, double hi, guint order,
                      const SlTemplates *templates);
int sl_plan_table (SlPlan *self, SlTableId id, const SlFilter *filter, const SlImf *imf, double age,
                   const SlTemplates *templates);
/* SL_PLAN_ATTENUATED or SL_PLAN_ABSORBED. */
int sl_plan_energy (SlPlan *self, SlPlanKind kind);
/* SL_PLAN_EMISSION or SL_PLAN_EMISSION_BARE. */
int sl_plan_emission (SlPlan *self, SlPlanKind kind, const SlEmissionLines *lines);
/* Two rows, the second that of the continuum. FALSE where the grid cannot give them. */
gboolean sl_plan_line (SlPlan *self, const SlLineBand *band, const SlTemplates *templates, int rows[2]);
void sl_plan_clear (SlPlan *self);
/* Counts bands by another rule: fills the rows again, in the memory that they have. */
void sl_plan_set_rule (SlPlan *self, SlBandRule rule, const SlTemplates *templates);
