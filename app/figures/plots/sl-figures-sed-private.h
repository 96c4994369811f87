/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/figures/sl-figures-private.h"
#include "model/observables/sl-quantity.h"

/* Shared by the files that make the plot of the spectrum. */

#define SL_SED_LYMAN_ALPHA 1215.67

/* How one galaxy's spectrum is placed on the axes: visible pixels, their wavelengths and brightness. */
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
  gboolean far;          /* at observed wavelengths the axis ends at 5 µm */
  gboolean gas;          /* the intergalactic medium absorbs light */
  gboolean observed;     /* observed wavelengths, which are in vacuum */
  SlMedium medium;       /* of wavelengths along the axis, air or vacuum */
  double air_from;       /* from which on those at rest are in air, Angstrom; INFINITY in vacuum */
  const double *rest;    /* (W) all wavelengths at rest in this medium, Angstrom */
  gboolean linear;       /* linear axes */
  gboolean split;        /* light by the age of stars */
  gboolean lines;        /* lines are labelled */
  gboolean here;         /* shown at 10 pc, as it has no redshift */
  double unit;           /* Angstrom per unit of the x axis */
  double axis_lo, axis_hi; /* of the x axis, Angstrom */
  SlSedFrame frame;      /* of the galaxy itself; the following arrays cover it */
  const double *wave;    /* (n) A at rest */
  double *x;             /* (n) along the axis */
  double *sed;           /* (n) as observed; NaN where the axis cannot show it */
  double *intrinsic;     /* (n) before dust */
  double lo, hi;         /* of the y axis, lo < hi, also for magnitudes, whose axis is reversed */
} SlSed;

/* Texts of a quantity. */
typedef struct {
  const char *title, *title_here; /* axis titles, marked for translation; the second at 10 pc */
  const char *symbol;    /* markup */
  const char *unit;
} SlSedQuantity;
const SlSedQuantity *sl_sed_quantity (SlQuantity quantity);

/* sl-figures-sed.c */
/* Where a wavelength at rest that is given in air lies on the axis of wavelengths at rest. */
double sl_sed_of_air (const SlSed *s, double wave);
/* First index at or above x. */
guint sl_sed_find (const double *wave, guint n, double x);
/* Frame of a galaxy, which may differ from the plot's own. */
void sl_sed_frame (const SlSed *s, const SlGalaxy *galaxy, SlSedFrame *frame);
double *sl_sed_x (const SlSed *s, const SlSedFrame *frame);
/* The visible part of a spectrum (W), times the transmission of the IGM where arriving (W) is not NULL.
 * g_free. */
double *sl_sed_shown (const SlSed *s, const SlSedFrame *frame, const float *spectrum, const float *arriving);
/* The quantity of pixel w. */
double sl_sed_value (const SlSed *s, const SlSedFrame *frame, guint w, double l_nu);
/* y moved up by a part of the panel's height. */
double sl_sed_up (const SlSed *s, double y, double part);
gboolean sl_sed_inside (const SlSed *s, double y);

/* sl-figures-sed-parts.c: around the curves. */
void sl_sed_add_visible (const SlSed *s, guint panel);
/* Labels above prominent lines. top: the uppermost curve (n), above which labels go. */
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

/* Axes that outlive a plot (SlFigureRanges): separate ones without dust emission, in another quantity or on
 * another scale, so that going back restores a range. */
enum {
  SL_SED_AXIS_NEAR, SL_SED_AXIS_GRADIENT, SL_SED_AXIS_INFRARED, SL_SED_AXIS_GRADIENT_INFRARED,
  SL_SED_AXIS_RATIO, SL_SED_AXIS_DIFFERENCE, SL_SED_AXIS_OTHERS
};
G_STATIC_ASSERT (SL_SED_AXIS_OTHERS + 4 * SL_N_QUANTITIES <= SL_FIGURE_MAX_AXES);
