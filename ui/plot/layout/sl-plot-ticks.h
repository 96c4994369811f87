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

/* The decimal sign of all numbers of plots; at first a point. A program with windows sets that of the user's
 * language (NULL: that of the C library's locale) before it shows plots. Main thread. */
void sl_number_set_decimal (const char *decimal);
/* Between these calls, on this thread, numbers have a point: they go to a file. */
void sl_number_begin_file (void);
void sl_number_end_file (void);
/* A text that the user may have seen, with points for decimal signs if it goes to a file; g_free. */
char *sl_number_for_file (const char *text);
/* A text with the decimal sign in place of points between digits; g_free. */
char *sl_number_with_decimal (const char *text);
