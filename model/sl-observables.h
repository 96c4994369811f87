/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/sl-filters.h"
#include "model/sl-functional.h"

/* What an observable is called and measured in. */
typedef struct {
  char *name;        /* "rest:LSST/g-r" */
  char *label;       /* Pango markup for plots: "<i>g</i>−<i>r</i>" */
  const char *unit;  /* "mag", "Å", "" */
} SlObservableLabel;

/* Fills label for a known name (see sl-engine.h for the grammar). FALSE with
 * SL_ERROR_OBSERVABLE otherwise. Clear with sl_observable_label_clear(). */
gboolean sl_observable_label (const SlFilterSet *filters, const char *name, SlObservableLabel *label, GError **error);
void sl_observable_label_clear (SlObservableLabel *label);

/* From here on: between observables and engines. */

/* How an observable is made from its functionals. */
typedef enum {
  SL_OBS_MAGNITUDE,   /* one band */
  SL_OBS_COLOUR,      /* two bands */
  SL_OBS_WIDTH,       /* line / continuum */
  SL_OBS_LG_FORMED,   /* lg stellar mass formed */
  SL_OBS_LG_SURVIVING,/* lg of the mass functional */
  SL_OBS_LG_SFR,
} SlObsKind;

typedef struct {
  SlObsKind kind;
  gboolean observed;       /* bands in the observer's frame; magnitudes dimmed by distance */
  gboolean absent;         /* the grid cannot give it: NaN */
  const SlFilter *band[2];
  const SlLineWindow *line;
  int functional[2];       /* indices given by the engine's plan; -1 none */
} SlObservable;

/* Reads a name. filters must outlive the result. FALSE with SL_ERROR_OBSERVABLE. */
gboolean sl_observable_parse (const SlFilterSet *filters, const char *name, SlObservable *observable, GError **error);

/* The functionals that a list of observables needs, each once. */
typedef enum { SL_PLAN_BAND, SL_PLAN_OBSERVED_BAND, SL_PLAN_LINE, SL_PLAN_CONTINUUM, SL_PLAN_SURVIVING } SlPlanKind;
typedef struct {
  SlPlanKind kind;
  const SlFilter *filter;
  const SlLineWindow *line;
  double ab;               /* AB integral of a band */
  SlFunctional f;
} SlPlanRow;
typedef struct {
  guint n_rows;
  SlPlanRow *rows;
} SlPlan;

/* Adds what observable needs to plan and writes the indices into it. */
void sl_plan_add (SlPlan *plan, SlObservable *observable, const double *wave, guint n_wave);
void sl_plan_clear (SlPlan *plan);

/* Value of an observable from its functionals' values phi[0..1], and its derivatives with respect to them.
 * dimming: magnitudes added in the observer's frame. NaN where it does not exist. */
double sl_observable_value (const SlObservable *observable, const SlPlan *plan, const double phi[2], double dimming,
                            double slope[2]);
