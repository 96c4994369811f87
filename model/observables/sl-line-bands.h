/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

#include "model/ssp/sl-medium.h"

/* A line and its two side bands: an equivalent width, or an absorption index. */
typedef struct {
  const char *name, *label, *title; /* NULL where a user gave the limits */
  double line_lo, line_mid, line_hi, blue_lo, blue_hi, red_lo, red_hi; /* A, limits inclusive */
  gboolean magnitude;               /* an index in magnitudes */
} SlLineBand;

/* The lines of equivalent widths, and the Lick indices; NULL where there is no such name. */
const SlLineBand *sl_line_band_find (const char *name);
const SlLineBand *sl_lick_band_find (const char *name);
/* The band on the axis of a library, which is in air from air_from on: bands are defined in air. */
SlLineBand sl_line_band_on_axis (const SlLineBand *band, double air_from);
/* All names, separated by blanks. */
char *sl_line_band_names (void);
char *sl_lick_band_names (void);

/* Reads "LO-HI+BLO-BHI+RLO-RHI", the line and its side bands in A, then "@CENTRE" where centre is TRUE, or
 * "+mag" where it is FALSE; neither has to be there. NULL, or what is wrong with the text, to be freed. */
char *sl_line_band_read (const char *text, gboolean centre, SlLineBand *band);
