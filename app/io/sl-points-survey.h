/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/io/sl-points-reader.h"

/* What there is to know of all points of a file before one of them is computed: a first pass over it that
 * checks every row and keeps none, apart from a few of note. One thread at a time. */
typedef struct {
  gsize n, n_bad;
  char *first_bad;            /* "in.csv: line 7"; NULL: all rows are galaxies */
  SlParamSet any;             /* parameters that some galaxy has (sl_galaxy_has()) */
  guint64 seen[SL_N_OPTIONS]; /* bit v: some galaxy has the value v */
  SlPoints *first;            /* one galaxy each, with the settings of the points; or NULL */
  SlPoints *broadest;         /* with the largest sigma_v */
  SlPoints *nearest_table;    /* with a table of its star-formation history, at the lowest redshift */
} SlPointsSurvey;

/* Reads all rows and applies sl_points_check() to them; the reader is then at the end of the file. FALSE with
 * the error of the first bad row, unless the reader skips them, or where there are no rows. */
gboolean sl_points_survey (SlPointsReader *reader, gboolean extrapolate, SlPointsSurvey *survey,
                           GError **error);
/* The first galaxy of the file, with the settings that points have now; the default one where there is
 * none. */
void sl_points_survey_first (const SlPointsSurvey *survey, SlGalaxy *galaxy);
/* Whether galaxies differ in an option. */
gboolean sl_points_survey_varies (const SlPointsSurvey *survey, SlOptionId id);
void sl_points_survey_clear (SlPointsSurvey *survey);

/* Writes options that all galaxies have, edges, tables and lines, as sl_points_load() reads them. templates:
 * the library that numbers the emission lines of galaxies. */
gboolean sl_points_write_options (const SlPointsSurvey *survey, const SlTemplates *templates, SlH5 *file,
                                  GError **error);
/* Writes the options in which galaxies differ, of these rows. */
gboolean sl_points_write_option_rows (const SlPoints *self, const SlPointsSurvey *survey, SlH5 *file,
                                      GError **error);
