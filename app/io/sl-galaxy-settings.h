/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-options.h"
#include "model/galaxy/sl-param-set.h"
#include "model/io/sl-table-columns.h"
#include "model/ssp/sl-templates.h"

/* Settings of a galaxy as texts NAME=VALUE, which --set takes. A galaxy can also be turned into such texts.
 *
 *   a parameter                lg_qt=0.9
 *   an option                  dust_law=noll, igm=yes; sfh_model is another name of sfh_form
 *   sfh_table, metals_table    a file (see sl-table-columns.h); selects the option that uses it
 *   sfh_table_times, metals_table_times, sfh_table_values, metals_table_values
 *                              how to read that file: gyr, lookback_myr …; rates, lgz_solar … (sl-table.h)
 *   sfh_edges                  0:0.03:0.1:0.33:1.1:3.6:8:13.7, lookback times in Gyr
 *   lines_off                  names of emission lines, separated by semicolons
 *   t_obs                      cosmic time of observation, Gyr: sets redshift, after all else
 *
 * Any thread. */
typedef struct {
  char *path;        /* NULL: not set */
  int times, values; /* SlTableTimes, SlTableValues; -1: the file is to be the plain kind */
} SlTableSetting;

typedef struct {
  SlParamSet has_value;              /* parameters that are set */
  gboolean has_option[SL_N_OPTIONS]; /* options that are set */
  gboolean has_edges;
  char **lines_off;                  /* names; NULL: not set */
  SlTableSetting table[2];           /* by SlTableKind */
  double t_obs;                      /* Gyr; 0: not set */
  char *notes; /* what was changed in reading tables, a sentence a line; NULL: nothing */
  SlGalaxy galaxy;                   /* the values that are set; the others have no meaning */
} SlGalaxySettings;

/* Reads texts (NULL: none); the last one of a name counts. FALSE with an error that begins with the text and
 * says what is allowed. Clear the settings in either case. */
gboolean sl_galaxy_settings_parse (SlGalaxySettings *self, const char *const *texts, GError **error);
/* Texts with t_obs=TIME behind them; texts and time may be NULL. g_strfreev. */
char **sl_galaxy_settings_with_time (const char *const *texts, const char *time);
/* What depends on the library: looks up the lines of lines_off (SL_ERROR_PARAMETER suggests similar
 * names), and reads tables in solar units again if the library has another Sun. */
gboolean sl_galaxy_settings_use_library (SlGalaxySettings *self, const SlTemplates *templates,
                                         GError **error);
/* Changes what is set in a galaxy; the rest stays, apart from defaults of parameters to which an option gives
 * another meaning (sl_galaxy_change_option()). Lines need sl_galaxy_settings_use_library() before. */
void sl_galaxy_settings_apply (const SlGalaxySettings *self, SlGalaxy *galaxy);
/* The galaxy of a preset or of a scene (NULL: SL_PRESET_DEFAULT) with these settings, checked against the
 * ranges of parameters. FALSE with SL_ERROR_PARAMETER, which says what is allowed. */
gboolean sl_galaxy_settings_to_galaxy (const SlGalaxySettings *self, const char *preset, SlGalaxy *galaxy,
                                       GError **error);
void sl_galaxy_settings_clear (SlGalaxySettings *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SlGalaxySettings, sl_galaxy_settings_clear)

/* The value of an option by its name, or -1 with SL_ERROR_PARAMETER, which names all values. */
int sl_galaxy_settings_option_value (SlOptionId id, const char *name, GError **error);
/* The option of that name, or of that name in files of points (sfh_model); -1 if there is none. */
int sl_galaxy_settings_find_option (const char *name);
/* The name of an option in files of points. */
const char *sl_galaxy_settings_option_key (SlOptionId id);

/* The reason why columns need to be told how to read them, with the setting that does it: "times reach 13700:
 * are they in Myr? sfh_table_times=myr …" (g_free); NULL where they look plain or told has what is in
 * doubt. */
char *sl_galaxy_settings_doubt (const SlTableColumns *columns, SlTableKind kind, const SlTableSetting *told);

/* Edges as the text of sfh_edges; g_free. */
char *sl_galaxy_settings_format_edges (const double edges[SL_SFH_N_BINS + 1]);
/* FALSE with SL_ERROR_PARAMETER if the text does not contain as many numbers as edges. */
gboolean sl_galaxy_settings_parse_edges (const char *text, double edges[SL_SFH_N_BINS + 1], GError **error);

/* Names of the emission lines that are off, as the text of lines_off; "" if all are on. lines (n_lines):
 * names of lines by number. g_free. */
char *sl_galaxy_settings_format_lines (const SlGalaxy *galaxy, const char *const *lines, guint n_lines);

/* The reverse: the settings that change a preset (of sl_preset_info()) into this galaxy. Parameters that do
 * not act are left out; tables are named by the files they came from. g_strfreev. */
char **sl_galaxy_settings_list (const SlGalaxy *galaxy, const char *preset, const char *const *lines,
                                guint n_lines);
