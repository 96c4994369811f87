/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/sl-filters.h"

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
