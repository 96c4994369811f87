/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/observables/sl-filters.h"
#include "model/formulas/sl-formula-kinds.h"
#include "model/observables/sl-plan.h"

/* What an observable is called and measured in. */
typedef struct {
  char *name;        /* "rest:LSST/g-r" */
  char *label;       /* Pango markup for plots: "<i>g</i>−<i>r</i>" */
  const char *unit;  /* "mag", "Å", "" */
} SlObservableLabel;

/* Fills label for a known name (see sl-request.h for the grammar); templates: the library, whose initial mass
 * function labels of masses name. FALSE with SL_ERROR_OBSERVABLE otherwise. Clear with
 * sl_observable_label_clear(). */
gboolean sl_observable_label (const SlFilterSet *filters, const SlTemplates *templates, const char *name,
                              SlObservableLabel *label, GError **error);
void sl_observable_label_clear (SlObservableLabel *label);
/* Whether a text looks like the name of an observable, by what is before its ":"; it may yet name no band or
 * line that there is. */
gboolean sl_observable_is_name (const char *text);

/* Every kind of name and the words that it may contain, for messages; g_free. */
char *sl_observable_names (const char *separator);

/* The rest is for engines, and for what asks about windows of lines. */

/* Where the functionals' values come from. */
typedef enum {
  SL_FROM_PLAN,      /* rows of the plan */
  SL_FROM_LG_FORMED, /* one: lg of the mass formed, of the SFH itself */
  SL_FROM_SFR,       /* one: the star-formation rate at the epoch */
} SlObsSource;

/* An observable is formula (functionals, constants), see sl-formula-light.h. A plain value. */
typedef struct {
  const struct _SlObsKind *kind;
  SlObsFormula formula;
  SlObsSource source;
  gboolean observed;       /* bands in the observer's frame; magnitudes dimmed by distance */
  gboolean absent;         /* the grid of the templates does not reach it: NaN */
  const SlFilter *band[2];
  const SlImf *imf;
  SlLineBand line;         /* of a line or an index */
  const char *emission[2]; /* names of emission lines, interned; NULL: none */
  double constant[SL_MAX_FUNCTIONALS];
  guint n_functionals;
  int functional[SL_MAX_FUNCTIONALS]; /* rows of the engine's plan */
} SlObservable;

/* Reads a name. filters must outlive the result. FALSE with SL_ERROR_OBSERVABLE, or with SL_ERROR_FILE or
 * SL_ERROR_DATA where the Sun's magnitudes cannot be read. */
gboolean sl_observable_parse (const SlFilterSet *filters, const char *name, SlObservable *observable,
                              GError **error);
/* Whether its value is made of light in bands. */
gboolean sl_observable_has_bands (const SlObservable *observable);
/* Counts its bands' AB standard in another way; at first it is exact. */
void sl_observable_set_numerics (SlObservable *observable, SlNumerics numerics);
/* The bands of an equivalent width, or of its line or continuum alone; NULL for other observables. */
const SlLineBand *sl_observable_line_band (const SlObservable *observable);
/* Adds what observable needs to plan and writes the indices into it. FALSE with SL_ERROR_OBSERVABLE where the
 * library has emission lines, but none of this name; absent is then set, so that the caller may go on. */
gboolean sl_plan_add (SlPlan *plan, SlObservable *observable, const SlTemplates *templates, GError **error);
/* Value of an observable from its functionals' values phi, and its derivatives with respect to them and,
 * last, to dimming: slope has room for n_functionals + 1. dimming: magnitudes added in the observer's frame;
 * where it is not finite, derivatives that do not touch it stay. NaN where the observable does not exist. */
double sl_observable_value (const SlObservable *observable, const double *phi, double dimming, double *slope);
