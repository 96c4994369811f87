/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/figures/sl-figures.h"

/* How well measurements constrain parameters: a corner plot, and the map of the Jacobian. Pure functions; the
 * plots are the caller's. */

/* With more parameters nothing could be read. */
#define SL_FIGURE_CORNER_MOST 6

/* One parameter of a corner plot. */
typedef struct {
  const char *name;   /* plain text, translated: "Dust, old stars" */
  const char *symbol; /* markup */
  double value;       /* where the galaxy is */
  double lo, hi;      /* range of the parameter, which cuts contours */
  double error;       /* standard deviation, all others free; NaN: unknown */
  double error_alone; /* the same, all others known */
  double prior;       /* standard deviation of a Gaussian prior; 0: the range alone */
} SlCornerParam;

/* A contour of two parameters, of any shape: closed, or with gaps (NaN). */
typedef struct {
  guint row, column; /* parameters along y and x; row > column */
  const double *x, *y;
  gsize n;
  SlStroke stroke;
  const char *name; /* plain text */
} SlCornerContour;

/* Points of a sample of the posterior: (n, n_params), the parameters of the corner in order. */
typedef struct {
  const double *value;
  gsize n;
  gboolean believed; /* FALSE: drawn dimmed */
} SlCornerCloud;

typedef struct {
  guint n;                    /* 1 .. SL_FIGURE_CORNER_MOST */
  const SlCornerParam *param; /* (n) */
  /* (n, n) covariance of the Gaussian forecast; NaN where there is none; NULL: no ellipses */
  const double *covariance;
  const SlCornerContour *contours; /* more contours: of second order */
  guint n_contours;
  SlCornerCloud cloud;    /* n 0: none */
  SlFigureRanges *ranges; /* or NULL; one axis for each parameter */
  const char *title;      /* markup, or NULL */
} SlCornerOptions;

SlPlot *sl_figure_corner (const SlCornerOptions *options);

/* A map of derivatives. */
typedef struct {
  guint n_rows, n_columns;
  const char *const *row_name, *const *column_name;     /* plain text */
  const char *const *row_symbol, *const *column_symbol; /* markup */
  const double *value;                                  /* (n_rows, n_columns), the first row at the top */
  double most;                                          /* colours from -most to most */
  const gboolean *row_off; /* (n_rows) rows that are not counted, drawn fainter; NULL: none */
  const char *unit;        /* of value, for read-outs: "σ" */
  const char *title;
  int column; /* that is marked; -1: none */
} SlJacobianOptions;

SlPlot *sl_figure_jacobian (const SlJacobianOptions *options);
