/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/io/sl-galaxy-settings.h"

#include <string.h>

#include <glib/gi18n.h>

#include "app/io/sl-text.h"
#include "app/session/sl-scenes.h"
#include "model/cosmology/sl-cosmology.h"
#include "model/galaxy/sl-presets.h"
#include "model/support/sl-error.h"

#define SFH_KEY "sfh_model"
/* Number of similar names that a message about an unknown line suggests. */
#define MOST_SUGGESTIONS 3
/* dex. Metallicities are written with two or three digits. */
#define LGZ_TOLERANCE 5e-3
/* The first time at which a galaxy can be said to be observed, Gyr. */
#define FIRST_GYR 0.2

/* --- options -------------------------------------------------------------- */

int
sl_galaxy_settings_find_option (const char *name)
{
  return strcmp (name, SFH_KEY) == 0 ? SL_OPTION_SFH_FORM : sl_option_lookup (name);
}

const char *
sl_galaxy_settings_option_key (SlOptionId id)
{
  return id == SL_OPTION_SFH_FORM ? SFH_KEY : sl_option_info (id)->name;
}

int
sl_galaxy_settings_option_value (SlOptionId id, const char *name, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (name));
  g_autoptr (GString) known = g_string_new (NULL);
  int value = sl_option_value_lookup (id, stripped);

  if (value >= 0)
    return value;
  for (guint i = 0; i < sl_option_info (id)->n_values; i++)
    g_string_append_printf (known, "%s%s", i ? ", " : "", sl_option_value_name (id, i));
  g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("unknown %s “%s”; expected one of %s"),
               sl_galaxy_settings_option_key (id), name, known->str);
  return -1;
}

/* --- edges ---------------------------------------------------------------- */

char *
sl_galaxy_settings_format_edges (const double edges[SL_SFH_N_BINS + 1])
{
  g_autoptr (GString) text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i <= SL_SFH_N_BINS; i++)
    g_string_append_printf (text, "%s%s", i ? ":" : "", g_ascii_dtostr (number, sizeof number, edges[i]));
  return g_strdup (text->str);
}

gboolean
sl_galaxy_settings_parse_edges (const char *text, double edges[SL_SFH_N_BINS + 1], GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", -1);
  guint n = g_strv_length (parts);

  if (n != SL_SFH_N_BINS + 1)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("expected %d numbers separated by colons, found %u"), SL_SFH_N_BINS + 1, n);
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    if (!sl_text_to_number (parts[i], &edges[i]))
      {
        g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("expected a number such as 0.5, found “%s”"),
                     parts[i]);
        return FALSE;
      }
  return TRUE;
}

/* --- settings ------------------------------------------------------------- */

/* The options that use tables, by SlTableKind. */
static const struct {
  const char *name, *times, *values; /* settings */
  const char *plain;                 /* the name of SL_TABLE_AS_IS */
  SlOptionId option;
  int choice;
  gsize offset; /* in SlGalaxy */
} table_table[] = {
  [SL_TABLE_OF_RATES] = { "sfh_table", "sfh_table_times", "sfh_table_values", SL_TABLE_RATES,
                          SL_OPTION_SFH_FORM, SL_SFH_TABLE, G_STRUCT_OFFSET (SlGalaxy, sfh_table) },
  [SL_TABLE_OF_METALS] = { "metals_table", "metals_table_times", "metals_table_values", "lgz",
                           SL_OPTION_METALS, SL_METALS_TABLE, G_STRUCT_OFFSET (SlGalaxy, metals_table) },
};
#define TABLE_OF(galaxy, kind) G_STRUCT_MEMBER (const SlTable *, galaxy, table_table[kind].offset)

/* A doubt with the settings that decide it; wrong: the value that it suggests. */
static char *
doubt_with_cure (const char *why, const char *setting, const char *suggested, const char *plain)
{
  return strcmp (suggested, plain) == 0
             ? g_strdup_printf (_ ("%s (--set %s=%s takes them as they are)"), why, setting, plain)
             : g_strdup_printf (_ ("%s (--set %s=%s reads them so, --set %s=%s takes them as they are)"), why,
                                setting, suggested, setting, plain);
}

char *
sl_galaxy_settings_doubt (const SlTableColumns *columns, SlTableKind kind, const SlTableSetting *told)
{
  SlTableTimes times;
  SlTableValues values;
  g_autofree char *of_times = sl_table_columns_guess_times (columns, &times);
  g_autofree char *of_values = sl_table_columns_guess_values (columns, kind, &values);

  if (of_times && told->times < 0)
    return doubt_with_cure (of_times, table_table[kind].times, sl_table_times_name (times),
                            sl_table_times_name (SL_TABLE_GYR));
  if (of_values && told->values < 0)
    return doubt_with_cure (of_values, table_table[kind].values,
                            values == SL_TABLE_AS_IS ? table_table[kind].plain
                                                     : sl_table_values_name (values),
                            table_table[kind].plain);
  return NULL;
}

/* Adds a sentence, or several on lines of their own. */
static void
add_notes (SlGalaxySettings *self, const char *notes)
{
  char *all = *notes ? g_strconcat (self->notes ? self->notes : "", notes, NULL) : self->notes;

  if (all != self->notes)
    g_free (self->notes);
  self->notes = all;
}

/* Reads the table of a kind from its file. */
static gboolean
read_table (SlGalaxySettings *self, SlTableKind kind, double zsun, GString *notes, GError **error)
{
  const SlTableSetting *told = &self->table[kind];
  const SlTableReading reading = { MAX (told->times, 0), MAX (told->values, 0) };
  g_autoptr (SlTableColumns) columns = sl_table_columns_load (told->path, error);
  g_autofree char *doubt = columns ? sl_galaxy_settings_doubt (columns, kind, told) : NULL;

  if (!columns)
    return FALSE;
  if (doubt)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_DATA, "%s: %s", told->path, doubt);
      return FALSE;
    }
  if (columns->notes && notes)
    g_string_append_printf (notes, "%s\n", columns->notes);
  TABLE_OF (&self->galaxy, kind) = sl_table_columns_convert (columns, kind, reading, zsun, notes, error);
  return TABLE_OF (&self->galaxy, kind) != NULL;
}

static gboolean
read_tables (SlGalaxySettings *self, GError **error)
{
  g_autoptr (GString) notes = g_string_new (NULL);

  for (guint kind = 0; kind < G_N_ELEMENTS (table_table); kind++)
    {
      const SlTableSetting *told = &self->table[kind];

      if (told->path && !read_table (self, kind, SL_ZSUN_DEFAULT, notes, error))
        {
          g_prefix_error (error, "--set %s=%s: ", table_table[kind].name, told->path);
          return FALSE;
        }
      if (!told->path && (told->times >= 0 || told->values >= 0))
        {
          g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("--set %s: %s is not set"),
                       told->times >= 0 ? table_table[kind].times : table_table[kind].values,
                       table_table[kind].name);
          return FALSE;
        }
    }
  add_notes (self, notes->str);
  return TRUE;
}

static gboolean
set_table (SlGalaxySettings *self, SlTableKind kind, const char *path)
{
  g_free (self->table[kind].path);
  self->table[kind].path = g_strdup (path);
  sl_galaxy_set_option (&self->galaxy, table_table[kind].option, table_table[kind].choice);
  self->has_option[table_table[kind].option] = TRUE;
  return TRUE;
}

static gboolean
set_sfh_table (SlGalaxySettings *self, const char *value, GError **error)
{
  return set_table (self, SL_TABLE_OF_RATES, value);
}

static gboolean
set_metals_table (SlGalaxySettings *self, const char *value, GError **error)
{
  return set_table (self, SL_TABLE_OF_METALS, value);
}

/* The number of a name; the message names all. */
static gboolean
set_reading (int *number, int (*lookup) (const char *name), const char *(*name_of) (guint i),
             const char *value, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (value)), *known = NULL;
  guint n = 0;

  *number = lookup (stripped);
  if (*number >= 0)
    return TRUE;
  while (name_of (n))
    n++;
  known = sl_text_join (n, name_of);
  g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("expected one of %s, found “%s”"), known, value);
  return FALSE;
}

static gboolean
set_sfh_times (SlGalaxySettings *self, const char *value, GError **error)
{
  return set_reading (&self->table[SL_TABLE_OF_RATES].times, sl_table_times_lookup, sl_table_times_name,
                      value, error);
}

static gboolean
set_metals_times (SlGalaxySettings *self, const char *value, GError **error)
{
  return set_reading (&self->table[SL_TABLE_OF_METALS].times, sl_table_times_lookup, sl_table_times_name,
                      value, error);
}

/* Rates can be read in one way; the name says that what looks doubtful is meant. */
static gboolean
set_sfh_values (SlGalaxySettings *self, const char *value, GError **error)
{
  if (g_strcmp0 (value, SL_TABLE_RATES) == 0)
    self->table[SL_TABLE_OF_RATES].values = SL_TABLE_AS_IS;
  else
    g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("expected one of %s, found “%s”"), SL_TABLE_RATES,
                 value);
  return g_strcmp0 (value, SL_TABLE_RATES) == 0;
}

static gboolean
set_metals_values (SlGalaxySettings *self, const char *value, GError **error)
{
  return set_reading (&self->table[SL_TABLE_OF_METALS].values, sl_table_values_lookup, sl_table_values_name,
                      value, error);
}

static gboolean
set_edges (SlGalaxySettings *self, const char *value, GError **error)
{
  self->has_edges = TRUE;
  return sl_galaxy_settings_parse_edges (value, self->galaxy.sfh_edges, error);
}

static gboolean
set_lines (SlGalaxySettings *self, const char *value, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (value, ";", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; parts[i]; i++)
    if (*g_strstrip (parts[i]))
      g_strv_builder_add (builder, parts[i]);
  g_strfreev (self->lines_off);
  self->lines_off = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
set_time (SlGalaxySettings *self, const char *value, GError **error)
{
  if (sl_text_to_number (value, &self->t_obs) && self->t_obs >= FIRST_GYR
      && self->t_obs <= SL_COSMOLOGY_TODAY)
    return TRUE;
  g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
               _ ("expected a time after the Big Bang from %g to %g Gyr, found “%s”"), FIRST_GYR,
               SL_COSMOLOGY_TODAY, value);
  return FALSE;
}

/* Settings that are neither parameters nor options. */
static const struct {
  const char *name;
  gboolean (*set) (SlGalaxySettings *self, const char *value, GError **error);
} extra_table[] = {
  { "sfh_table", set_sfh_table },
  { "sfh_table_times", set_sfh_times },
  { "sfh_table_values", set_sfh_values },
  { "metals_table", set_metals_table },
  { "metals_table_times", set_metals_times },
  { "metals_table_values", set_metals_values },
  { "sfh_edges", set_edges },
  { "lines_off", set_lines },
  { "t_obs", set_time },
};

/* Fails for a name that is no setting. */
static gboolean
fail_unknown (const char *name, GError **error)
{
  const char *names[SL_N_PARAMS + SL_N_OPTIONS + G_N_ELEMENTS (extra_table)], *nearest;
  guint n = 0;

  for (int i = 0; i < SL_N_PARAMS; i++)
    names[n++] = sl_param_info (i)->name;
  for (int i = 0; i < SL_N_OPTIONS; i++)
    names[n++] = sl_option_info (i)->name;
  for (guint i = 0; i < G_N_ELEMENTS (extra_table); i++)
    names[n++] = extra_table[i].name;
  nearest = sl_text_nearest (name, names, n);
  if (nearest)
    g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("unknown parameter “%s”; did you mean %s?"), name,
                 nearest);
  else
    g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                 _ ("unknown parameter “%s”; starloom render --list names all"), name);
  return FALSE;
}

static gboolean
parse_setting (SlGalaxySettings *self, const char *text, GError **error)
{
  const char *equals = strchr (text, '=');
  g_autofree char *name = NULL;
  int id, value;

  if (!equals)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("expected name=value"));
      return FALSE;
    }
  name = g_strstrip (g_strndup (text, equals - text));
  for (guint i = 0; i < G_N_ELEMENTS (extra_table); i++)
    if (strcmp (name, extra_table[i].name) == 0)
      return extra_table[i].set (self, equals + 1, error);
  if ((id = sl_galaxy_settings_find_option (name)) >= 0)
    {
      if ((value = sl_galaxy_settings_option_value (id, equals + 1, error)) < 0)
        return FALSE;
      sl_galaxy_set_option (&self->galaxy, id, value);
      self->has_option[id] = TRUE;
      return TRUE;
    }
  if ((id = sl_param_lookup (name)) < 0)
    return fail_unknown (name, error);
  if (!sl_text_to_number (equals + 1, &self->galaxy.value[id]))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("expected a number such as 0.5, found “%s”"),
                   equals + 1);
      return FALSE;
    }
  sl_param_set_add (&self->has_value, id);
  return TRUE;
}

gboolean
sl_galaxy_settings_parse (SlGalaxySettings *self, const char *const *texts, GError **error)
{
  memset (self, 0, sizeof *self);
  sl_galaxy_init (&self->galaxy);
  for (guint kind = 0; kind < G_N_ELEMENTS (self->table); kind++)
    self->table[kind].times = self->table[kind].values = -1;
  for (guint i = 0; texts && texts[i]; i++)
    if (!parse_setting (self, texts[i], error))
      {
        g_prefix_error (error, "--set %s: ", texts[i]);
        return FALSE;
      }
  return read_tables (self, error);
}

char **
sl_galaxy_settings_with_time (const char *const *texts, const char *time)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; texts && texts[i]; i++)
    g_strv_builder_add (builder, texts[i]);
  if (time)
    {
      g_autofree char *setting = g_strconcat ("t_obs=", time, NULL);

      g_strv_builder_add (builder, setting);
    }
  return g_strv_builder_end (builder);
}

/* --- lines ---------------------------------------------------------------- */

/* Fails for a name that is none of the library's n lines. */
static gboolean
fail_line (const char *name, const SlTemplates *templates, guint n, GError **error)
{
  g_autoptr (GPtrArray) left = g_ptr_array_new ();
  g_autoptr (GString) similar = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (left, templates->line_name[i]);
  for (guint k = 0; k < MOST_SUGGESTIONS && left->len; k++)
    {
      const char *best = sl_text_nearest (name, (const char *const *) left->pdata, left->len);

      if (!best)
        break;
      g_string_append_printf (similar, "%s%s", k ? ", " : "", best);
      g_ptr_array_remove (left, (gpointer) best);
    }
  if (n == 0)
    g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("lines_off: %s has no emission lines"),
                 templates->path);
  else if (similar->len)
    g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                 _ ("lines_off: unknown line “%s”; did you mean one of %s?"), name, similar->str);
  else
    g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                 _ ("lines_off: unknown line “%s”; expected a name such as %s"), name,
                 templates->line_name[0]);
  return FALSE;
}

static gboolean
find_lines (SlGalaxySettings *self, const SlTemplates *templates, GError **error)
{
  const guint n = MIN (templates->n_line, SL_MAX_LINES);

  memset (self->galaxy.lines_off, 0, sizeof self->galaxy.lines_off);
  for (guint i = 0; self->lines_off && self->lines_off[i]; i++)
    {
      guint line = 0;

      while (line < n && g_ascii_strcasecmp (templates->line_name[line], self->lines_off[i]) != 0)
        line++;
      if (line == n)
        return fail_line (self->lines_off[i], templates, n, error);
      self->galaxy.lines_off[line / 64] |= G_GUINT64_CONSTANT (1) << line % 64;
    }
  return TRUE;
}

/* Tells where a table of metals leaves the library. */
static void
tell_range (SlGalaxySettings *self, const SlTemplates *templates)
{
  const SlTable *table = self->table[SL_TABLE_OF_METALS].path ? self->galaxy.metals_table : NULL;
  const double lo = templates->lgmet[0], hi = templates->lgmet[templates->n_met - 1];
  g_autofree char *note = NULL;
  guint n = 0;

  for (guint i = 0; table && i < table->n; i++)
    n += table->y[i] < lo - LGZ_TOLERANCE || table->y[i] > hi + LGZ_TOLERANCE;
  if (!n)
    return;
  note =
      g_strdup_printf (_ ("%s: %u of %u rows lie outside the library, lg Z from %.4g to %.4g, whose ends are "
                          "used there\n"),
                       table->name, n, table->n, lo, hi);
  add_notes (self, note);
}

gboolean
sl_galaxy_settings_use_library (SlGalaxySettings *self, const SlTemplates *templates, GError **error)
{
  const int values = self->table[SL_TABLE_OF_METALS].values;

  if (templates->zsun != SL_ZSUN_DEFAULT && (values == SL_TABLE_LGZ_SOLAR || values == SL_TABLE_Z_SOLAR)
      && !read_table (self, SL_TABLE_OF_METALS, templates->zsun, NULL, error))
    return FALSE;
  tell_range (self, templates);
  return find_lines (self, templates, error);
}

void
sl_galaxy_settings_apply (const SlGalaxySettings *self, SlGalaxy *galaxy)
{
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (self->has_option[i])
      sl_galaxy_change_option (galaxy, i, sl_galaxy_option (&self->galaxy, i));
  for (int i = 0; i < SL_N_PARAMS; i++)
    if (sl_param_set_has (self->has_value, i))
      {
        const int freed_by = sl_option_that_frees (i);

        galaxy->value[i] = self->galaxy.value[i];
        /* Setting the strength of the bump also makes it independent of the slope; likewise gas's metals. */
        if (freed_by >= 0 && !self->has_option[freed_by])
          sl_galaxy_set_option (galaxy, freed_by, TRUE);
      }
  if (self->galaxy.sfh_table)
    galaxy->sfh_table = self->galaxy.sfh_table;
  if (self->galaxy.metals_table)
    galaxy->metals_table = self->galaxy.metals_table;
  if (self->has_edges)
    memcpy (galaxy->sfh_edges, self->galaxy.sfh_edges, sizeof galaxy->sfh_edges);
  if (self->lines_off)
    memcpy (galaxy->lines_off, self->galaxy.lines_off, sizeof galaxy->lines_off);
  if (self->t_obs > 0.0)
    galaxy->value[SL_PARAM_REDSHIFT] = sl_cosmology_redshift_at (galaxy, self->t_obs);
}

static const char *
scene_name (guint i)
{
  return sl_scene_info (i).name;
}

/* The galaxy of a preset or of a scene. */
static gboolean
start_from (const char *name, SlGalaxy *galaxy)
{
  SlSessionScene scene;

  if (sl_preset_apply (name, galaxy))
    return TRUE;
  sl_session_scene_init (&scene);
  if (!sl_scene_make (name, &scene))
    return FALSE;
  *galaxy = scene.galaxy;
  return TRUE;
}

gboolean
sl_galaxy_settings_to_galaxy (const SlGalaxySettings *self, const char *preset, SlGalaxy *galaxy,
                              GError **error)
{
  if (!preset)
    preset = SL_PRESET_DEFAULT;
  if (!start_from (preset, galaxy))
    {
      g_autofree char *known = sl_text_join (sl_scene_count (), scene_name);

      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("unknown preset “%s”; expected one of %s"),
                   preset, known);
      return FALSE;
    }
  sl_galaxy_settings_apply (self, galaxy);
  return sl_galaxy_check (galaxy, FALSE, error);
}

void
sl_galaxy_settings_clear (SlGalaxySettings *self)
{
  for (guint kind = 0; kind < G_N_ELEMENTS (self->table); kind++)
    g_clear_pointer (&self->table[kind].path, g_free);
  g_clear_pointer (&self->notes, g_free);
  g_clear_pointer (&self->lines_off, g_strfreev);
}

/* --- from a galaxy to settings -------------------------------------------- */

static void
add_setting (GStrvBuilder *builder, const char *name, const char *value)
{
  g_autofree char *setting = g_strdup_printf ("%s=%s", name, value);

  g_strv_builder_add (builder, setting);
}

char *
sl_galaxy_settings_format_lines (const SlGalaxy *galaxy, const char *const *lines, guint n_lines)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < MIN (n_lines, SL_MAX_LINES); i++)
    if (galaxy->lines_off[i / 64] >> i % 64 & 1)
      g_string_append_printf (names, "%s%s", names->len ? ";" : "", lines[i]);
  return g_strdup (names->str);
}

/* The file of a table and how to read it; NULL adds nothing. */
static void
add_table (GStrvBuilder *builder, SlTableKind kind, const SlTable *table)
{
  if (!table)
    return;
  add_setting (builder, table_table[kind].name, table->name);
  if (table->times != SL_TABLE_GYR)
    add_setting (builder, table_table[kind].times, sl_table_times_name (table->times));
  if (table->values != SL_TABLE_AS_IS)
    add_setting (builder, table_table[kind].values, sl_table_values_name (table->values));
}

char **
sl_galaxy_settings_list (const SlGalaxy *galaxy, const char *preset, const char *const *lines,
                         guint n_lines)
{
  g_autofree char *off = sl_galaxy_settings_format_lines (galaxy, lines, n_lines);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  SlGalaxy start;

  if (!sl_preset_apply (preset, &start))
    sl_galaxy_init (&start);
  for (guint kind = 0; kind < G_N_ELEMENTS (table_table); kind++)
    if (sl_galaxy_option (galaxy, table_table[kind].option) == (guint) table_table[kind].choice)
      add_table (builder, kind, TABLE_OF (galaxy, kind));
  for (int i = 0; i < SL_N_OPTIONS; i++)
    {
      const guint value = sl_galaxy_option (galaxy, i);
      /* Naming the table selects the option. */
      const gboolean implied = (i == SL_OPTION_SFH_FORM && value == SL_SFH_TABLE)
                               || (i == SL_OPTION_METALS && value == SL_METALS_TABLE);

      if (sl_galaxy_option (&start, i) != value && !implied)
        add_setting (builder, sl_option_info (i)->name, sl_option_value_name (i, value));
      sl_galaxy_change_option (&start, i, value);
    }
  if (galaxy->sfh_form == SL_SFH_CONTINUITY
      && memcmp (galaxy->sfh_edges, start.sfh_edges, sizeof start.sfh_edges) != 0)
    {
      g_autofree char *edges = sl_galaxy_settings_format_edges (galaxy->sfh_edges);

      add_setting (builder, "sfh_edges", edges);
    }
  for (int i = 0; i < SL_N_PARAMS; i++)
    if (galaxy->value[i] != start.value[i] && sl_galaxy_uses (galaxy, i))
      {
        g_autofree char *number = sl_text_from_number (galaxy->value[i]);

        add_setting (builder, sl_param_info (i)->name, number);
      }
  if (*off)
    add_setting (builder, "lines_off", off);
  return g_strv_builder_end (builder);
}
