/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/io/sl-galaxy-settings.h"
#include "model/galaxy/sl-options.h"
#include "model/galaxy/sl-param-set.h"
#include "model/io/sl-hdf5.h"
#include "model/ssp/sl-templates.h"

/* Galaxies read from a file, all of them or some rows (sl-points-reader.h). Any thread.
 *
 *   CSV    a header row that names parameters and options, then a row for each galaxy; columns of results,
 *          as eval writes them, are not read. ECSV is the same
 *   HDF5   /parameter_names (P) and /points (N, P); an option (sfh_model, dust_law …) is an attribute of
 *          /points or a dataset of N names; sfh_edges and lines_off are attributes of /points, with the text
 *          of --set; tables are groups /sfh_table (t, sfr) and /metals_table (t, lgmet), whose attributes
 *          `times` and `values` say how to read them, as in --set */
typedef struct {
  char *path;
  gsize n;                /* galaxies; only their own numbers are kept: sl_points_galaxy() makes them */
  gsize first;            /* number of the first of them in the file */
  gsize room;             /* galaxies that there is memory for */
  guint n_columns;
  SlParamId *column;      /* (n_columns) */
  double *values;         /* (n, n_columns) */
  gint8 *option[SL_N_OPTIONS];  /* (n) values of options; NULL: all points have the same */
  int all[SL_N_OPTIONS];        /* the value of an option of all points; -1: the default */
  SlGalaxy common;        /* edges and tables of all points */
  guint32 *line;          /* (n) lines of a CSV file; NULL for HDF5 */
  GPtrArray *settings;    /* const SlGalaxySettings */
  char *notes;            /* what was changed in reading tables, a sentence a line; NULL: nothing */
  SlParamSet given;       /* parameters that are in the file */
  char *lines_off;        /* emission lines to switch off, not yet looked up in a library; NULL: none */
  gboolean skipping;      /* rows may be skipped */
  guint8 *bad;            /* (n) rows that are no galaxy, where they may be skipped; NULL: every row is one */
  gsize n_bad, first_bad;
} SlPoints;

/* Most points that are kept together. */
#define SL_POINTS_MOST ((gsize) 1 << 25)

/* Reads a whole file; values are not compared with their ranges yet. NULL with SL_ERROR_FILE, SL_ERROR_DATA
 * or SL_ERROR_PARAMETER, which names the file and the line or row. */
SlPoints *sl_points_load (const char *path, GError **error);
/* A copy of one row with the settings of all, also those that are added to self later. sl_points_free(). */
SlPoints *sl_points_row (const SlPoints *self, gsize row);
/* The name of a column of results: an observable, or its derivative by a parameter (NULL: none). It is never
 * that of a parameter. g_free. */
char *sl_points_result_name (const char *observable, const char *parameter);
gboolean sl_points_is_bad (const SlPoints *self, gsize row);
/* Marks a row as bad, where rows may be skipped. */
void sl_points_mark_bad (SlPoints *self, gsize row);
/* A galaxy, with the settings that were added; of a bad row, one with the defaults. */
void sl_points_galaxy (const SlPoints *self, gsize row, SlGalaxy *galaxy);
/* Changes all points from now on, after settings that were added before. A number that the file gives stays
 * as it is, also where an option gives another default, unless it has no meaning then. settings must live as
 * long as the points; what they contain may be completed later. */
void sl_points_add_settings (SlPoints *self, const SlGalaxySettings *settings);
/* Applies sl_galaxy_check() to every galaxy; the error names the first bad row. Where rows may be skipped,
 * they are marked instead. */
gboolean sl_points_check (SlPoints *self, gboolean extrapolate, GError **error);
/* "in.csv: line 7" or "in.h5: row 3 (counting from 0)". g_free. */
char *sl_points_where (const SlPoints *self, gsize row);
void sl_points_free (SlPoints *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlPoints, sl_points_free)
