/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sl-session-state.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#define STATE_FORMAT "starloom-state"
#define STATE_VERSION 1

static void
set_clamped (SlGalaxy *galaxy, SlParamId id, double value)
{
  double lo, hi;

  sl_galaxy_range (galaxy, id, NULL, &lo, &hi);
  galaxy->value[id] = CLAMP (value, lo, hi);
}

int
sl_session_state_push (SlGalaxy *galaxy, SlParamId kept)
{
  for (guint i = 0; sl_param_order (i); i++)
    {
      SlParamId lower = sl_param_order (i)->lower, upper = sl_param_order (i)->upper;
      double margin = sl_param_order (i)->kept;

      if (kept == lower && galaxy->value[upper] < galaxy->value[lower] + margin)
        {
          set_clamped (galaxy, upper, galaxy->value[lower] + margin);
          return (int) upper;
        }
      if (kept == upper && galaxy->value[lower] > galaxy->value[upper] - margin)
        {
          set_clamped (galaxy, lower, galaxy->value[upper] - margin);
          return (int) lower;
        }
    }
  return -1;
}

/* Whether the model takes what stands behind one choice: edges, a table. */
static gboolean
usable (const SlGalaxy *galaxy, SlOptionId id, guint value)
{
  SlGalaxy alone;

  sl_galaxy_init (&alone);
  sl_galaxy_copy_options (&alone, galaxy);
  alone.metals = SL_METALS_AGE;
  sl_galaxy_set_option (&alone, id, value);
  return sl_galaxy_check (&alone, TRUE, NULL);
}

void
sl_session_state_make_valid (SlGalaxy *galaxy)
{
  SlGalaxy plain;

  sl_galaxy_init (&plain);
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (sl_galaxy_option (galaxy, i) >= sl_option_info (i)->n_values)
      sl_galaxy_set_option (galaxy, i, sl_galaxy_option (&plain, i));
  if (!usable (galaxy, SL_OPTION_SFH_FORM, SL_SFH_CONTINUITY))
    memcpy (galaxy->sfh_edges, plain.sfh_edges, sizeof plain.sfh_edges);
  if (galaxy->sfh_table && !usable (galaxy, SL_OPTION_SFH_FORM, SL_SFH_TABLE))
    galaxy->sfh_table = NULL;
  if (galaxy->sfh_form == SL_SFH_TABLE && !galaxy->sfh_table)
    galaxy->sfh_form = plain.sfh_form;
  if (galaxy->metals == SL_METALS_TABLE && !galaxy->metals_table)
    galaxy->metals = plain.metals;
  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      double def;

      sl_galaxy_range (galaxy, i, &def, NULL, NULL);
      set_clamped (galaxy, i, isfinite (galaxy->value[i]) ? galaxy->value[i] : def);
    }
  for (guint i = 0; sl_param_order (i); i++)
    sl_session_state_push (galaxy, sl_param_order (i)->lower);
}

SlParamId
sl_session_state_gradient (const SlGalaxy *galaxy, SlParamId wanted)
{
  const SlSfhFormInfo *form = sl_sfh_form_info (galaxy->sfh_form);

  if (sl_galaxy_uses (galaxy, wanted))
    return wanted;
  if (sl_galaxy_uses (galaxy, SL_PARAM_LG_QT))
    return SL_PARAM_LG_QT;
  /* The first is a mass, of which colours know nothing; the second a time or a slope. */
  return form->n_params > 1 ? form->params[1] : SL_PARAM_AV_OLD;
}

guint
sl_session_state_line (SlSessionState *self, const char *name)
{
  guint i = 0;

  while (i < self->n_lines && strcmp (self->line[i], name) != 0)
    i++;
  if (i < self->n_lines || i == SL_MAX_LINES)
    return i;
  self->line[self->n_lines++] = g_intern_string (name);
  return i;
}

gboolean
sl_session_state_line_off (const SlGalaxy *galaxy, guint line)
{
  return galaxy->lines_off[line / 64] >> line % 64 & 1;
}

static void
add_numbers (JsonBuilder *builder, const char *name, const double *values, guint n)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    json_builder_add_double_value (builder, values[i]);
  json_builder_end_array (builder);
}

static void
add_table (JsonBuilder *builder, const char *key, const SlTable *table)
{
  if (!table)
    return;
  json_builder_set_member_name (builder, key);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, table->name);
  add_numbers (builder, "x", table->x, table->n);
  add_numbers (builder, "y", table->y, table->n);
  json_builder_end_object (builder);
}

/* All that is not a number of the table of parameters. */
static void
add_options (JsonBuilder *builder, const SlSessionState *self)
{
  const SlGalaxy *galaxy = &self->galaxy;

  for (int i = 0; i < SL_N_OPTIONS; i++)
    {
      json_builder_set_member_name (builder, sl_option_info (i)->name);
      if (sl_option_info (i)->is_switch)
        json_builder_add_boolean_value (builder, sl_galaxy_option (galaxy, i) != 0);
      else
        json_builder_add_string_value (builder, sl_option_value_name (i, sl_galaxy_option (galaxy, i)));
    }
  add_numbers (builder, "sfh_edges", galaxy->sfh_edges, SL_SFH_N_BINS + 1);
  add_table (builder, "sfh_table", galaxy->sfh_table);
  add_table (builder, "metals_table", galaxy->metals_table);
  json_builder_set_member_name (builder, "lines_off");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->n_lines; i++)
    if (sl_session_state_line_off (galaxy, i))
      json_builder_add_string_value (builder, self->line[i]);
  json_builder_end_array (builder);
}

char *
sl_session_state_to_json (const SlSessionState *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "format");
  json_builder_add_string_value (builder, STATE_FORMAT);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, STATE_VERSION);
  json_builder_set_member_name (builder, "program");
  json_builder_add_string_value (builder, SL_VERSION);
  json_builder_set_member_name (builder, "preset");
  json_builder_add_string_value (builder, self->preset);
  add_options (builder, self);
  json_builder_set_member_name (builder, "values");
  json_builder_begin_object (builder);
  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      json_builder_set_member_name (builder, sl_param_info (i)->name);
      json_builder_add_double_value (builder, self->galaxy.value[i]);
    }
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "locked");
  json_builder_begin_array (builder);
  for (int i = 0; i < SL_N_PARAMS; i++)
    if (self->locks >> i & 1)
      json_builder_add_string_value (builder, sl_param_info (i)->name);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "gradient");
  json_builder_add_string_value (builder, sl_param_info (self->gradient)->name);
  json_builder_set_member_name (builder, "focus");
  json_builder_add_string_value (builder, self->focus);
  json_builder_set_member_name (builder, "follow");
  json_builder_add_boolean_value (builder, self->follow);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  return json_generator_to_data (generator, NULL);
}

static JsonNode *
member (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type ? node : NULL;
}

static gboolean
is_number (JsonNode *node)
{
  return node && JSON_NODE_HOLDS_VALUE (node)
         && (json_node_get_value_type (node) == G_TYPE_DOUBLE || json_node_get_value_type (node) == G_TYPE_INT64);
}

/* Numbers of an array, or NULL with an error that names it. g_free. */
static double *
read_numbers (JsonObject *object, const char *name, guint *n, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autofree double *values = NULL;

  *n = array ? json_array_get_length (array) : 0;
  values = g_new0 (double, *n + 1);
  for (guint i = 0; i < *n; i++)
    {
      if (!is_number (json_array_get_element (array, i)))
        array = NULL;
      if (!array)
        break;
      values[i] = json_array_get_double_element (array, i);
    }
  if (array)
    return g_steal_pointer (&values);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("“%s” is not a list of numbers"), name);
  return NULL;
}

static gboolean
read_table (const SlTable **table, JsonObject *object, const char *key, GError **error)
{
  JsonNode *node = json_object_get_member (object, key), *name;
  g_autofree double *x = NULL, *y = NULL;
  JsonObject *parts;
  guint n, n_y;

  if (!node)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node) || !(name = member (json_node_get_object (node), "name", G_TYPE_STRING)))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("“%s” is not a table"), key);
      return FALSE;
    }
  parts = json_node_get_object (node);
  if (!(x = read_numbers (parts, "x", &n, error)) || !(y = read_numbers (parts, "y", &n_y, error)))
    return FALSE;
  if (n != n_y)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("“%s” has columns of %u and %u numbers"), key, n, n_y);
      return FALSE;
    }
  *table = sl_table_intern (json_node_get_string (name), x, y, n, error);
  return *table != NULL;
}

/* Names of lines become bits. What is no name is passed over. */
static void
read_lines (SlSessionState *state, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "lines_off");
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array && i < json_array_get_length (array); i++)
    {
      JsonNode *name = json_array_get_element (array, i);
      guint line = JSON_NODE_HOLDS_VALUE (name) && json_node_get_value_type (name) == G_TYPE_STRING
                     ? sl_session_state_line (state, json_node_get_string (name)) : SL_MAX_LINES;

      if (line < SL_MAX_LINES)
        state->galaxy.lines_off[line / 64] |= G_GUINT64_CONSTANT (1) << line % 64;
    }
}

/* Names of parameters become bits. What is no name is passed over. */
static guint64
read_locks (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "locked");
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint64 locks = 0;

  for (guint i = 0; array && i < json_array_get_length (array); i++)
    {
      JsonNode *name = json_array_get_element (array, i);
      int id = JSON_NODE_HOLDS_VALUE (name) && json_node_get_value_type (name) == G_TYPE_STRING
                 ? sl_param_lookup (json_node_get_string (name)) : -1;

      if (id >= 0)
        locks |= G_GUINT64_CONSTANT (1) << id;
    }
  return locks;
}

static gboolean
read_options (SlSessionState *state, JsonObject *object, GError **error)
{
  SlGalaxy *galaxy = &state->galaxy;
  JsonNode *node;

  for (int i = 0; i < SL_N_OPTIONS; i++)
    {
      const SlOptionInfo *info = sl_option_info (i);
      int value = -1;

      if (info->is_switch && (node = member (object, info->name, G_TYPE_BOOLEAN)))
        value = json_node_get_boolean (node);
      else if ((node = member (object, info->name, G_TYPE_STRING)))
        value = sl_option_value_lookup (i, json_node_get_string (node));
      if (value >= 0)
        sl_galaxy_set_option (galaxy, i, value);
    }
  if (json_object_has_member (object, "sfh_edges"))
    {
      guint n;
      g_autofree double *edges = read_numbers (object, "sfh_edges", &n, error);

      if (!edges)
        return FALSE;
      if (n == SL_SFH_N_BINS + 1)
        memcpy (galaxy->sfh_edges, edges, sizeof galaxy->sfh_edges);
    }
  read_lines (state, object);
  return read_table (&galaxy->sfh_table, object, "sfh_table", error)
         && read_table (&galaxy->metals_table, object, "metals_table", error);
}

static gboolean
read_values (SlGalaxy *galaxy, JsonObject *values, GError **error)
{
  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      const char *name = sl_param_info (i)->name;
      JsonNode *node = json_object_get_member (values, name);

      if (node == NULL)
        continue;
      if (!is_number (node))
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("“%s” is not a number"), name);
          return FALSE;
        }
      galaxy->value[i] = json_node_get_double (node);
    }
  return TRUE;
}

gboolean
sl_session_state_from_json (SlSessionState *self, const char *text, gssize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  SlSessionState state = *self;
  JsonNode *root, *node;
  JsonObject *object;

  if (!json_parser_load_from_data (parser, text, length, error))
    return FALSE;
  root = json_parser_get_root (parser);
  object = root && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  if (object == NULL || (node = member (object, "format", G_TYPE_STRING)) == NULL ||
      g_strcmp0 (json_node_get_string (node), STATE_FORMAT) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("expected the state of a session, found other data"));
      return FALSE;
    }
  if ((node = member (object, "version", G_TYPE_INT64)) == NULL || json_node_get_int (node) != STATE_VERSION)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("it was written by another version of the program"));
      return FALSE;
    }

  if ((node = member (object, "preset", G_TYPE_STRING)) && sl_preset_apply (json_node_get_string (node), &state.galaxy))
    g_strlcpy (state.preset, json_node_get_string (node), sizeof state.preset);
  else if (!sl_preset_apply (state.preset, &state.galaxy))
    sl_galaxy_init (&state.galaxy);
  node = json_object_get_member (object, "values");
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("it holds no values"));
      return FALSE;
    }
  if (!read_options (&state, object, error) || !read_values (&state.galaxy, json_node_get_object (node), error))
    return FALSE;
  sl_session_state_make_valid (&state.galaxy);
  state.locks = read_locks (object);
  if ((node = member (object, "gradient", G_TYPE_STRING)) && sl_param_lookup (json_node_get_string (node)) >= 0)
    state.gradient = sl_param_lookup (json_node_get_string (node));
  if ((node = member (object, "focus", G_TYPE_STRING)))
    g_strlcpy (state.focus, json_node_get_string (node), sizeof state.focus);
  if ((node = member (object, "follow", G_TYPE_BOOLEAN)))
    state.follow = json_node_get_boolean (node);
  state.gradient = sl_session_state_gradient (&state.galaxy, state.gradient);
  *self = state;
  return TRUE;
}
