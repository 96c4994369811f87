/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/figures/sl-figures-private.h"
#include "model/observables/sl-quantity.h"

/* Shared by the files that make the plot of the spectrum. */

#define SL_SED_LYMAN_ALPHA 1215.67

/* How one galaxy's spectrum lies on the axes: which of its pixels are seen, where, and how bright. */
typedef struct {
  guint from, n;         /* of the result's wavelengths */
  double stretch;        /* of wavelengths: 1 + z in the observer's frame */
  double dimming;        /* magnitudes; 0 at 10 pc */
} SlSedFrame;

typedef struct {
  SlPlot *plot;
  const SlFigureOptions *options;
  const SlResult *result;
  SlQuantity quantity;
  gboolean infrared;     /* with dust emission: the axis ends at 1 mm */
  gboolean gas;          /* light is missing that gas between the galaxies takes */
  gboolean observed;     /* wavelengths of the observer */
  gboolean linear;       /* axes */
  gboolean split;        /* light by the age of stars */
  gboolean lines;        /* have names */
  gboolean here;         /* at 10 pc, for want of a redshift */
  double unit;           /* Angstrom in one of the axis */
  double axis_lo, axis_hi; /* of the x axis, Angstrom */
  SlSedFrame frame;      /* of the galaxy itself; the following are over it */
  const double *wave;    /* (n) A at rest */
  double *x;             /* (n) along the axis */
  double *sed;           /* (n) as it arrives; what an axis cannot show is a gap */
  double *intrinsic;     /* (n) before dust */
  double lo, hi;         /* of the y axis, lo < hi; magnitudes stand on their head */
} SlSed;

/* What a kind of quantity is called. */
typedef struct {
  const char *title, *title_here; /* of the axis, marked for translation; the second at 10 pc */
  const char *symbol;    /* markup */
  const char *unit;
} SlSedQuantity;
const SlSedQuantity *sl_sed_quantity (SlQuantity quantity);

/* sl-figures-sed.c */
/* First index at or above x. */
guint sl_sed_find (const double *wave, guint n, double x);
/* Of another galaxy, or of the same at another redshift. */
void sl_sed_frame (const SlSed *s, const SlGalaxy *galaxy, SlSedFrame *frame);
double *sl_sed_x (const SlSed *s, const SlSedFrame *frame);
/* The seen part of a spectrum (W), as it arrives where arriving (W) is given. g_free. */
double *sl_sed_shown (const SlSed *s, const SlSedFrame *frame, const float *spectrum, const float *arriving);
/* The quantity of pixel w. */
double sl_sed_value (const SlSed *s, const SlSedFrame *frame, guint w, double l_nu);
/* y a part of the panel's height higher up. */
double sl_sed_up (const SlSed *s, double y, double part);
gboolean sl_sed_inside (const SlSed *s, double y);

/* sl-figures-sed-parts.c: what stands around the curves. */
void sl_sed_add_visible (const SlSed *s, guint panel);
/* Names above the lines that stand out. top: the uppermost curve (n), above which a name goes. */
void sl_sed_add_lines (const SlSed *s, guint panel, const double *top);
void sl_sed_add_dust_emission (const SlSed *s, guint panel);
void sl_sed_add_lost (const SlSed *s, guint panel);
void sl_sed_add_filters (const SlSed *s);

/* sl-figures-sed-strips.c: derivatives, comparisons and parts. */
void sl_sed_add_gradient (const SlSed *s);
void sl_sed_add_ratios (const SlSed *s);
void sl_sed_add_preview (const SlSed *s, guint panel);
void sl_sed_add_ages (const SlSed *s, guint panel);

/* Markup: "10–100 Myr". */
const char *sl_figure_age_group_label (guint group);

/* Axes that outlive a plot (SlFigureRanges): without the glow of dust, in another quantity or on another
 * scale, the spectrum gets back the ranges that it had. */
enum {
  SL_SED_AXIS_NEAR, SL_SED_AXIS_GRADIENT, SL_SED_AXIS_INFRARED, SL_SED_AXIS_GRADIENT_INFRARED, SL_SED_AXIS_RATIO,
  SL_SED_AXIS_DIFFERENCE, SL_SED_AXIS_OTHERS
};
G_STATIC_ASSERT (SL_SED_AXIS_OTHERS + 4 * SL_N_QUANTITIES <= SL_FIGURE_MAX_AXES);
