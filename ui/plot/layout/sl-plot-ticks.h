/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ui/plot/sl-plot.h"

typedef struct {
  double value;
  char *label;     /* Pango markup; NULL: a minor tick */
} SlAxisTick;

/* Chooses ticks of an axis from lo to hi (either order): ascending, about six of them labelled and never more
 * than max_labels (at least 1). Linear axes: steps of 1, 2 or 5; logarithmic axes: powers of ten, or 1, 2 and
 * 5 times them, or linear steps where the range is narrow. Returns an array of SlAxisTick, owned by the
 * caller, empty for an impossible range (not finite, empty, not positive on a logarithmic axis). */
GArray *sl_ticks_choose (SlScale scale, double lo, double hi, guint max_labels);

/* A number as markup: real minus sign, powers of ten as powers, thin spaces between thousands. decimals < 0:
 * as many as four significant figures need. Free with g_free. */
char *sl_number_markup (double value, int decimals);
