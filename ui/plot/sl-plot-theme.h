/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gdk/gdk.h>

#include "ui/plot/sl-plot.h"

/* What a plot looks like: values for the roles of SlColour, sizes of text and lines. Lengths are in the unit
 * of the drawing: CSS pixels on screen, points in print. A plain value: copy and change it freely. */

typedef enum { SL_PLOT_THEME_LIGHT, SL_PLOT_THEME_DARK, SL_PLOT_THEME_PRINT } SlPlotThemeKind;

/* Whose colours series have. All hold on light and dark cards and for colour-blind eyes. */
typedef enum {
  SL_PALETTE_OKABE_ITO,
  SL_PALETTE_TOL_BRIGHT,
  /* for print without colour: all roles and maps; solid lines of series get dashes by role */
  SL_PALETTE_GREY,
  SL_N_PALETTES
} SlPalette;

/* Steps of a ramp: finer than the eye tells apart on a card. */
#define SL_RAMP_STEPS 256

typedef struct {
  SlPlotThemeKind kind;
  GdkRGBA colours[SL_N_COLOURS];
  /* 0xffRRGGBB, from little to much, or from negative to positive */
  guint32 ramps[SL_N_RAMPS][SL_RAMP_STEPS];
  SlDash dashes[SL_N_COLOURS]; /* what a solid line of that role is drawn with */
  GdkRGBA background;   /* of the card below; plots themselves are transparent except in export */
  GdkRGBA text;         /* axis titles and tick labels */
  GdkRGBA axis;         /* axis lines and ticks */
  double text_pt;       /* points; the Pango context's resolution makes pixels of it */
  double line_width;    /* of a series with width 1 */
  double hair;          /* axis lines, grid */
  double tick, minor_tick, gap, pad;
  double point_radius;
  double handle_radius; /* of what can be taken hold of, with its ring */
  double head;          /* length of an arrow's head, more where the line is thick */
  double halo;          /* reach of the background's colour around labels */
  gboolean snap;        /* put axis lines on whole device pixels */
} SlPlotTheme;

/* scale: 1, or more for a projector: at 1.5 text is 1.5 times and lines are twice as large. Values outside
 * 0.5..4 are brought there. */
void sl_plot_theme_init (SlPlotTheme *self, SlPlotThemeKind kind, double scale);
/* Changes colours of a theme that was just made; SL_PALETTE_OKABE_ITO is what it has. */
void sl_plot_theme_set_palette (SlPlotTheme *self, SlPalette palette);
/* Stronger axes, grid and text, for the desktop's high contrast. */
void sl_plot_theme_raise_contrast (SlPlotTheme *self);
/* The colour for text that names something of this role: so far (0..1) from it towards the ink. */
GdkRGBA sl_plot_theme_text_colour (const SlPlotTheme *self, SlColour colour, double to_ink);
/* Dash lengths (on, off, ...) for a line of that width, drawn with round caps; returns how many, 0 for solid.
 */
guint sl_plot_theme_dashes (SlDash dash, double line_width, double lengths[4]);
/* Which dashes a stroke is drawn with: its own, or, where it has none, those of its role. */
SlDash sl_plot_theme_dash (const SlPlotTheme *self, const SlStroke *stroke);
