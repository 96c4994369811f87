/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/io/sl-population-file.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/io/sl-galaxy-settings.h"
#include "app/io/sl-points.h"
#include "app/session/sl-session-state.h"
#include "model/files/sl-new-file.h"
#include "model/population/sl-population-fields.h"
#include "model/io/sl-file.h"
#include "model/io/sl-json-text.h"
#include "model/support/sl-error.h"
#include "model/support/sl-size.h"
#include "model/support/sl-text-quote.h"

#define FORMAT "starloom-population"
#define VERSION 1
/* Larger files are no descriptions. */
#define MOST_BYTES (4u << 20)
/* Brackets within one another; a description has 4. */
#define MOST_DEPTH 32

/* --------------------------------------------------------------- catalogues */

SlPopCatalogue *
sl_population_catalogue_load (const char *path, GError **error)
{
  g_autoptr (SlPoints) points = sl_points_load (path, error);
  g_autofree double *values = NULL;
  SlPopCatalogue *self;
  gsize n = 0;

  if (!points || !sl_points_check (points, FALSE, error))
    return NULL;
  if (!sl_size_times (points->n, SL_POP_N, &n) || n > SL_SIZE_MOST_VALUES
      || !(values = sl_size_try_new (n, 1, sizeof (double))))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_DATA, _ ("%s: expected at most %zu galaxies, found %zu"), path,
                   SL_SIZE_MOST_VALUES / SL_POP_N, points->n);
      return NULL;
    }
  for (gsize i = 0; i < points->n; i++)
    {
      SlGalaxy g;

      sl_points_galaxy (points, i, &g);
      if (g.sfh_form != SL_SFH_DIFFSTAR || g.metals != SL_METALS_AGE)
        {
          g_autofree char *where = sl_points_where (points, i);

          g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                       _ ("%s: populations need the SFH form “%s” and metallicity by age"), where,
                       sl_sfh_form_info (SL_SFH_DIFFSTAR)->name);
          return NULL;
        }
      for (int p = 0; p < SL_POP_N; p++)
        values[i * SL_POP_N + p] = g.value[sl_pop_param (p)];
    }
  self = sl_pop_catalogue_new (values, points->n, error);
  if (!self)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  self->path = g_canonicalize_filename (path, NULL);
  return self;
}

void
sl_population_use_catalogue (SlPopulationSpec *spec, const SlPopCatalogue *catalogue)
{
  spec->catalogue = catalogue;
  spec->n_components = 1;
  spec->n_correlations = 0;
  spec->own = spec->drawn = (SlPopSet){ { 0 } };
  spec->tied_metals = catalogue->mean[SL_POP_LGMET_YOUNG] == catalogue->mean[SL_POP_LGMET_OLD]
                      && catalogue->scatter[SL_POP_LGMET_OLD] == 0.0
                      && catalogue->scatter[SL_POP_LGMET_YOUNG] == 0.0;
  spec->tied_dust = FALSE;
  spec->dust = spec->burst = FALSE;
  for (int p = 0; p < SL_POP_N; p++)
    {
      spec->base.value[sl_pop_param (p)] = catalogue->mean[p];
      spec->axis[0][p].mean = catalogue->mean[p];
      spec->axis[0][p].scatter = catalogue->scatter[p];
      spec->axis[0][p].slope = 0.0;
      spec->axis[0][p].shape = SL_POP_NORMAL;
      if (!(catalogue->scatter[p] > 0.0))
        continue;
      sl_pop_set_add (&spec->drawn, p);
    }
  spec->burst = catalogue->scatter[SL_POP_LGFBURST] > 0.0
                || catalogue->mean[SL_POP_LGFBURST] > sl_param_info (SL_PARAM_LGFBURST)->lo;
  spec->dust = catalogue->mean[SL_POP_AV_YOUNG] > 0.0 || catalogue->mean[SL_POP_AV_OLD] > 0.0;
  if (!spec->dust)
    for (int p = SL_POP_DUST; p < SL_POP_N; p++)
      sl_pop_set_remove (&spec->drawn, p);
}

/* ------------------------------------------------------------------ reading */

/* Position in the file, for messages. */
typedef struct {
  const char *path;
  const SlTemplates *templates; /* NULL: none */
  char *at;               /* "distributions[2]." */
  GError **error;
} Reader;

static gboolean
bad (const Reader *r, const char *member, const char *expected, JsonNode *found)
{
  g_autofree char *text = found ? json_to_string (found, FALSE) : g_strdup (_ ("nothing"));
  g_autofree char *quoted = sl_text_quote (text, SL_TEXT_QUOTE);

  g_set_error (r->error, SL_ERROR, SL_ERROR_DATA, _ ("%s: %s%s: expected %s, found %s"), r->path, r->at,
               member, expected, quoted);
  return FALSE;
}

/* FALSE where the object has other members than these; names: NULL-terminated. */
static gboolean
only (const Reader *r, JsonObject *object, const char *const *names)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l; l = l->next)
    if (!g_strv_contains (names, l->data))
      {
        g_autofree char *known = g_strjoinv (", ", (char **) names);

        g_set_error (r->error, SL_ERROR, SL_ERROR_DATA, _ ("%s: %s%s: there is no such member; there are %s"),
                     r->path, r->at, (const char *) l->data, known);
        return FALSE;
      }
  return TRUE;
}

/* Each leaves *out unchanged where the member is missing. */
static gboolean
read_number (const Reader *r, JsonObject *object, const char *name, double *out)
{
  JsonNode *node = json_object_get_member (object, name);
  GType type = node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (!node)
    return TRUE;
  if ((type != G_TYPE_DOUBLE && type != G_TYPE_INT64) || !isfinite (json_node_get_double (node)))
    return bad (r, name, _ ("a number"), node);
  *out = json_node_get_double (node);
  return TRUE;
}

static gboolean
read_boolean (const Reader *r, JsonObject *object, const char *name, gboolean *out)
{
  JsonNode *node = json_object_get_member (object, name);

  if (!node)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return bad (r, name, _ ("true or false"), node);
  *out = json_node_get_boolean (node);
  return TRUE;
}

/* Borrowed; NULL where the member is missing. */
static gboolean
read_text (const Reader *r, JsonObject *object, const char *name, const char **out)
{
  JsonNode *node = json_object_get_member (object, name);

  *out = NULL;
  if (!node)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return bad (r, name, _ ("a string"), node);
  *out = json_node_get_string (node);
  return TRUE;
}

static gboolean
read_object (const Reader *r, JsonObject *object, const char *name, JsonObject **out)
{
  JsonNode *node = json_object_get_member (object, name);

  *out = NULL;
  if (!node)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return bad (r, name, "{…}", node);
  *out = json_node_get_object (node);
  return TRUE;
}

static gboolean
read_array (const Reader *r, JsonObject *object, const char *name, guint most, JsonArray **out)
{
  JsonNode *node = json_object_get_member (object, name);

  *out = NULL;
  if (!node)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) > most)
    {
      g_autofree char *expected = g_strdup_printf (_ ("a list of at most %u"), most);

      return bad (r, name, expected, node);
    }
  *out = json_node_get_array (node);
  return TRUE;
}

static gboolean
read_parameter (const Reader *r, const char *name, int *out)
{
  const int id = sl_param_lookup (name);

  *out = id < 0 ? -1 : sl_pop_of_param (id);
  if (*out >= 0)
    return TRUE;
  g_set_error (r->error, SL_ERROR, SL_ERROR_PARAMETER,
               _ ("%s: %s“%s” is not a parameter that can differ from galaxy to galaxy"), r->path, r->at,
               name);
  return FALSE;
}

static const char *const component_words[] = { "both", "first", "second" };

/* Number of a word, in *out; n words. */
static gboolean
read_choice (const Reader *r, JsonObject *object, const char *name, const char *const *words, guint n,
             guint *out)
{
  const char *text;

  if (!read_text (r, object, name, &text))
    return FALSE;
  for (guint i = 0; text && i < n; i++)
    if (strcmp (words[i], text) == 0)
      {
        *out = i;
        return TRUE;
      }
  if (!text)
    return TRUE;
  {
    g_autofree char *expected = g_strdup_printf ("“%s”, “%s”%s", words[0], words[1], n > 2 ? " …" : "");

    return bad (r, name, expected, json_object_get_member (object, name));
  }
}

static gboolean
read_band (const Reader *r, JsonObject *object, const char *name, const SlPopulationSpec *spec, guint *out)
{
  const char *text;

  if (!read_text (r, object, name, &text))
    return FALSE;
  for (guint b = 0; text && b < spec->n_bands; b++)
    if (strcmp (spec->band[b], text) == 0)
      {
        *out = b;
        return TRUE;
      }
  return !text || bad (r, name, _ ("one of the bands"), json_object_get_member (object, name));
}

/* A single value of a description or of a list's element (base), from member `name` of an object. */
static gboolean
read_scalar (const Reader *r, JsonObject *object, const char *name, const SlPopulationField *field,
             gpointer base, const SlPopulationSpec *spec)
{
  JsonNode *node = json_object_get_member (object, name);
  double x = sl_population_field_get (field, base);
  gboolean flag = x != 0.0, good;
  /* Of fields with a few values; others have any numbers. */
  guint number = CLAMP (x, 0.0, (double) G_MAXUINT);

  if (!node)
    return !(field->flags & SL_POP_FIELD_REQUIRED) || bad (r, name, _ ("a number"), NULL);
  if (field->type == SL_POP_FIELD_FLAG)
    good = read_boolean (r, object, name, &flag), x = flag;
  else if (field->type == SL_POP_FIELD_CHOICE)
    good = read_choice (r, object, name, field->words, (guint) field->hi + 1, &number), x = number;
  else if (field->type == SL_POP_FIELD_BAND)
    good = read_band (r, object, name, spec, &number), x = number;
  else
    good = read_number (r, object, name, &x);
  if (!good)
    return FALSE;
  if (!sl_population_field_fits (field, x))
    {
      g_autofree char *expected = sl_population_field_expected (field);

      return bad (r, name, expected, node);
    }
  sl_population_field_set (field, base, x);
  return TRUE;
}

static gboolean
read_distribution (Reader *r, const SlPopulationField *list, JsonNode *node, SlPopulationSpec *spec)
{
  const char *members[8] = { "parameter", "component" };
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *name;
  guint component = 0;
  SlPopDistribution distribution = { 0 };
  int p;

  g_assert (list->n_elements + 3 <= G_N_ELEMENTS (members));
  for (guint i = 0; i < list->n_elements; i++)
    members[2 + i] = list->elements[i].name;
  if (!object)
    return bad (r, "", "{…}", node);
  if (!only (r, object, members) || !read_text (r, object, "parameter", &name))
    return FALSE;
  if (!name)
    return bad (r, "parameter", _ ("the name of a parameter"), NULL);
  if (!read_parameter (r, name, &p) || !read_choice (r, object, "component", component_words, 3, &component))
    return FALSE;
  for (guint i = 0; i < list->n_elements; i++)
    {
      sl_population_field_set (&list->elements[i], &distribution, list->elements[i].def);
      if (!read_scalar (r, object, list->elements[i].name, &list->elements[i], &distribution, spec))
        return FALSE;
    }
  if (component == 2 && spec->n_components < 2)
    return bad (r, "component", _ ("“both”: there is no “fraction”, and so no second component"),
                json_object_get_member (object, "component"));
  sl_pop_set_add (&spec->drawn, p);
  if (component)
    sl_pop_set_add (&spec->own, p);
  for (guint c = 0; c < SL_POP_MAX_COMPONENTS; c++)
    if (component == 0 || component == c + 1)
      spec->axis[c][p] = distribution;
  return TRUE;
}

/* [ "lgmcrit", "lgy_at_mcrit", 0.3 ]: the element's members in their order. */
static gboolean
read_correlation (Reader *r, const SlPopulationField *list, JsonNode *node, SlPopulationSpec *spec)
{
  JsonArray *values = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  SlPopCorrelation *correlation = &spec->correlation[spec->n_correlations];

  if (!values || json_array_get_length (values) != list->n_elements)
    return bad (r, "", _ ("two parameters and a number"), node);
  for (guint i = 0; i < list->n_elements; i++)
    {
      const SlPopulationField *field = &list->elements[i];
      JsonNode *value = json_array_get_element (values, i);
      const GType type = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value) : G_TYPE_INVALID;
      g_autofree char *expected = sl_population_field_expected (field);

      if (field->type == SL_POP_FIELD_PARAMETER)
        {
          int p;

          if (type != G_TYPE_STRING)
            return bad (r, "", expected, value);
          if (!read_parameter (r, json_node_get_string (value), &p))
            return FALSE;
          sl_population_field_set (field, correlation, p);
        }
      else if ((type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
               || !sl_population_field_fits (field, json_node_get_double (value)))
        return bad (r, "", expected, value);
      else
        sl_population_field_set (field, correlation, json_node_get_double (value));
    }
  spec->n_correlations++;
  return TRUE;
}

/* Distributions or correlations; errors name the element. */
static gboolean
read_list (Reader *r, JsonObject *top, const SlPopulationField *field, SlPopulationSpec *spec)
{
  JsonArray *list;

  if (!read_array (r, top, field->name, field->n, &list))
    return FALSE;
  for (guint i = 0; list && i < json_array_get_length (list); i++)
    {
      g_autofree char *at = g_strdup_printf ("%s[%u].", field->name, i);
      Reader inner = { r->path, r->templates, at, r->error };
      JsonNode *node = json_array_get_element (list, i);

      if (!(field->type == SL_POP_FIELD_DISTRIBUTIONS ? read_distribution : read_correlation) (&inner, field,
                                                                                               node, spec))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_bands (const Reader *r, JsonObject *top, const SlPopulationField *field, SlPopulationSpec *spec)
{
  const char *names[SL_POP_MAX_BANDS];
  JsonArray *list;
  guint n;

  if (!read_array (r, top, field->name, field->n, &list))
    return FALSE;
  if (!list)
    return TRUE;
  n = json_array_get_length (list);
  for (guint b = 0; b < n; b++)
    {
      JsonNode *node = json_array_get_element (list, b);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING
          || strlen (json_node_get_string (node)) >= SL_POP_BAND_NAME)
        return bad (r, field->name, _ ("names of filters"), node);
      names[b] = json_node_get_string (node);
    }
  if (!n)
    return bad (r, field->name, _ ("at least one filter"), json_object_get_member (top, field->name));
  sl_population_set_bands (spec, names, n);
  return TRUE;
}

static gboolean
read_base (const Reader *r, JsonObject *top, const char *name, SlGalaxy *base)
{
  g_auto (SlGalaxySettings) given = { 0 };
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  JsonArray *list;

  if (!read_array (r, top, name, 200, &list))
    return FALSE;
  for (guint i = 0; list && i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return bad (r, name, _ ("settings such as “redshift=0.5”"), node);
      g_ptr_array_add (texts, (gpointer) json_node_get_string (node));
    }
  g_ptr_array_add (texts, NULL);
  if (!sl_galaxy_settings_parse (&given, (const char *const *) texts->pdata, r->error)
      || (r->templates && !sl_galaxy_settings_use_library (&given, r->templates, r->error)))
    {
      g_prefix_error (r->error, "%s: galaxy: ", r->path);
      return FALSE;
    }
  if (given.lines_off && !r->templates)
    {
      g_set_error (r->error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("%s: galaxy: only “starloom population” can switch lines off; remove lines_off"),
                   r->path);
      return FALSE;
    }
  sl_galaxy_settings_apply (&given, base);
  return TRUE;
}

static gboolean
read_catalogue (const Reader *r, JsonObject *top, const SlPopulationField *field, SlPopulationSpec *spec,
                SlPopCatalogue **catalogue)
{
  const char *file = NULL;
  g_autofree char *described = NULL, *folder = NULL, *path = NULL;

  if (!read_text (r, top, field->name, &file))
    return FALSE;
  if (!file)
    return TRUE;
  described = g_canonicalize_filename (r->path, NULL);
  folder = g_path_get_dirname (described);
  path = g_canonicalize_filename (file, folder);
  *catalogue = sl_population_catalogue_load (path, r->error);
  spec->catalogue = *catalogue;
  return *catalogue != NULL;
}

/* "cut" of "cut.at", or NULL. g_free. */
static char *
object_of (const SlPopulationField *field)
{
  const char *dot = strchr (field->name, '.');

  return dot ? g_strndup (field->name, dot - field->name) : NULL;
}

static const char *
member_of (const SlPopulationField *field)
{
  const char *dot = strchr (field->name, '.');

  return dot ? dot + 1 : field->name;
}

/* Names that an object may have; object NULL: the whole file. g_strfreev. */
static char **
known_members (const char *object)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (!object)
    {
      g_ptr_array_add (names, g_strdup ("format"));
      g_ptr_array_add (names, g_strdup ("version"));
      g_ptr_array_add (names, g_strdup ("comment"));
    }
  for (guint i = 0; i < sl_population_field_count (); i++)
    {
      const SlPopulationField *field = sl_population_field (i);
      g_autofree char *of = object_of (field);

      if (!(field->flags & SL_POP_FIELD_IN_FILE) || (object && g_strcmp0 (of, object) != 0))
        continue;
      if (object || !of)
        g_ptr_array_add (names, g_strdup (member_of (field)));
      else if (strcmp (of, names->pdata[names->len - 1]) != 0)
        g_ptr_array_add (names, g_steal_pointer (&of));
    }
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/* A member of an object of the file, such as "cut.at". An object with fields of the second component says
 * that there is one. */
static gboolean
read_in_object (const Reader *r, JsonObject *top, const SlPopulationField *field, SlPopulationSpec *spec)
{
  g_autofree char *object = object_of (field), *at = g_strconcat (object, ".", NULL);
  g_auto (GStrv) known = known_members (object);
  Reader inner = { r->path, r->templates, at, r->error };
  JsonObject *o;

  if (!read_object (r, top, object, &o))
    return FALSE;
  if (!o)
    return TRUE;
  if (field->flags & SL_POP_FIELD_SECOND)
    spec->n_components = 2;
  return only (&inner, o, (const char *const *) known)
         && read_scalar (&inner, o, member_of (field), field, spec, spec);
}

static gboolean
read_field (Reader *r, JsonObject *top, const SlPopulationField *field, SlPopulationSpec *spec,
            SlPopCatalogue **catalogue)
{
  if (strchr (field->name, '.'))
    return read_in_object (r, top, field, spec);
  if (sl_population_field_is_scalar (field))
    return read_scalar (r, top, field->name, field, spec, spec);
  if (field->type == SL_POP_FIELD_GALAXY)
    return read_base (r, top, field->name, &spec->base);
  if (field->type == SL_POP_FIELD_BANDS)
    return read_bands (r, top, field, spec);
  if (field->type == SL_POP_FIELD_CATALOGUE)
    return read_catalogue (r, top, field, spec, catalogue);
  return read_list (r, top, field, spec);
}

/* All fields: lists last, since they depend on the galaxy and on the number of components. */
static gboolean
read_fields (Reader *r, JsonObject *top, SlPopulationSpec *spec, SlPopCatalogue **catalogue)
{
  for (guint lists = 0; lists < 2; lists++)
    {
      for (int p = 0; p < SL_POP_N && lists; p++)
        for (guint c = 0; c < SL_POP_MAX_COMPONENTS; c++)
          spec->axis[c][p].mean = spec->base.value[sl_pop_param (p)];
      for (guint i = 0; i < sl_population_field_count (); i++)
        {
          const SlPopulationField *field = sl_population_field (i);

          if (field->flags & SL_POP_FIELD_IN_FILE && (field->elements != NULL) == lists
              && !read_field (r, top, field, spec, catalogue))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_top (Reader *r, JsonNode *root, SlPopulationSpec *spec, SlPopCatalogue **catalogue)
{
  g_auto (GStrv) known = known_members (NULL);
  JsonObject *top = root && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  const char *format = NULL;
  double version = NAN;

  if (!top)
    return bad (r, "", "{ \"format\": \"" FORMAT "\" … }", root);
  if (!read_text (r, top, "format", &format))
    return FALSE;
  if (g_strcmp0 (format, FORMAT) != 0)
    return bad (r, "format", "\"" FORMAT "\"", json_object_get_member (top, "format"));
  if (!only (r, top, (const char *const *) known) || !read_number (r, top, "version", &version))
    return FALSE;
  if (version != VERSION)
    return bad (r, "version", G_STRINGIFY (VERSION), json_object_get_member (top, "version"));
  return read_fields (r, top, spec, catalogue);
}

gboolean
sl_population_file_load (const char *path, const SlTemplates *templates, SlPopulationSpec *spec,
                         SlPopCatalogue **catalogue, GError **error)
{
  gsize length = 0;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = NULL;
  SlPopulationSpec read;
  Reader reader = { path, templates, "", error };

  *catalogue = NULL;
  text = sl_file_read (path, _ ("a description of a population"), MOST_BYTES, &length, error);
  if (!text)
    return FALSE;
  if (!g_utf8_validate (text, length, NULL) || !sl_json_text_clean (text, length, MOST_DEPTH, &cause)
      || !json_parser_load_from_data (parser, text, length, &cause))
    {
      g_autofree char *fault =
          cause ? sl_json_fault (cause) : g_strdup (_ ("it is not a text file"));

      g_set_error (error, SL_ERROR, SL_ERROR_DATA,
                   _ ("%s: expected a description of a population in JSON; %s"), path, fault);
      return FALSE;
    }
  sl_population_spec_init (&read);
  read.drawn = (SlPopSet){ { 0 } };
  if (!read_top (&reader, json_parser_get_root (parser), &read, catalogue)
      || !sl_population_spec_check (&read, &cause))
    {
      if (cause)
        g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, "%s: %s", path, cause->message);
      g_clear_pointer (catalogue, sl_pop_catalogue_free);
      return FALSE;
    }
  *spec = read;
  return TRUE;
}

/* ------------------------------------------------------------------ writing */

static void
add_text (JsonBuilder *b, const char *name, const char *text)
{
  json_builder_set_member_name (b, name);
  json_builder_add_string_value (b, text);
}

/* The value of a single field of a description or of a list's element (base). */
static void
add_scalar (JsonBuilder *b, const SlPopulationField *field, gconstpointer base, const SlPopulationSpec *spec)
{
  const double x = sl_population_field_get (field, base);

  if (field->type == SL_POP_FIELD_FLAG)
    json_builder_add_boolean_value (b, x != 0.0);
  else if (field->type == SL_POP_FIELD_CHOICE)
    json_builder_add_string_value (b, field->words[(int) x]);
  else if (field->type == SL_POP_FIELD_BAND)
    json_builder_add_string_value (b, spec->band[(int) x]);
  else if (field->type == SL_POP_FIELD_PARAMETER)
    json_builder_add_string_value (b, sl_param_info (sl_pop_param ((int) x))->name);
  else if (field->type == SL_POP_FIELD_NUMBER)
    json_builder_add_double_value (b, x);
  else
    json_builder_add_int_value (b, (gint64) x);
}

static void
add_distributions (JsonBuilder *b, const SlPopulationField *list, const SlPopulationSpec *spec)
{
  json_builder_begin_array (b);
  for (int p = 0; p < SL_POP_N; p++)
    {
      const gboolean apart = spec->n_components > 1 && sl_pop_set_has (&spec->own, p);

      for (guint c = 0; sl_pop_set_has (&spec->drawn, p) && c < (apart ? 2u : 1u); c++)
        {
          json_builder_begin_object (b);
          add_text (b, "parameter", sl_param_info (sl_pop_param (p))->name);
          add_text (b, "component", component_words[apart ? c + 1 : 0]);
          for (guint i = 0; i < list->n_elements; i++)
            {
              json_builder_set_member_name (b, list->elements[i].name);
              add_scalar (b, &list->elements[i], &spec->axis[c][p], spec);
            }
          json_builder_end_object (b);
        }
    }
  json_builder_end_array (b);
}

static void
add_correlations (JsonBuilder *b, const SlPopulationField *list, const SlPopulationSpec *spec)
{
  json_builder_begin_array (b);
  for (guint i = 0; i < spec->n_correlations; i++)
    {
      json_builder_begin_array (b);
      for (guint k = 0; k < list->n_elements; k++)
        add_scalar (b, &list->elements[k], &spec->correlation[i], spec);
      json_builder_end_array (b);
    }
  json_builder_end_array (b);
}

static void
add_texts (JsonBuilder *b, const char *const *texts, guint n)
{
  json_builder_begin_array (b);
  for (guint i = 0; i < n; i++)
    json_builder_add_string_value (b, texts[i]);
  json_builder_end_array (b);
}

static void
add_galaxy (JsonBuilder *b, const SlGalaxy *galaxy, const SlTemplates *templates)
{
  g_auto (GStrv) settings =
      sl_galaxy_settings_list (galaxy, "", templates ? (const char *const *) templates->line_name : NULL,
                                 templates ? MIN (templates->n_line, SL_MAX_LINES) : 0);

  add_texts (b, (const char *const *) settings, settings ? g_strv_length (settings) : 0);
}

/* The catalogue's path, relative to the description where it lies in or below its folder. */
static void
add_catalogue (JsonBuilder *b, const SlPopCatalogue *catalogue, const char *description)
{
  g_autofree char *described = g_canonicalize_filename (description, NULL),
                  *folder = g_path_get_dirname (described);
  const gsize n = strlen (folder);

  json_builder_add_string_value (b, g_str_has_prefix (catalogue->path, folder) && catalogue->path[n] == '/'
                                        ? catalogue->path + n + 1
                                        : catalogue->path);
}

static void
add_field (JsonBuilder *b, const SlPopulationField *field, const SlPopulationSpec *spec,
           const SlTemplates *templates, const char *path)
{
  json_builder_set_member_name (b, member_of (field));
  if (sl_population_field_is_scalar (field))
    add_scalar (b, field, spec, spec);
  else if (field->type == SL_POP_FIELD_GALAXY)
    add_galaxy (b, &spec->base, templates);
  else if (field->type == SL_POP_FIELD_BANDS)
    {
      const char *names[SL_POP_MAX_BANDS];

      for (guint i = 0; i < spec->n_bands; i++)
        names[i] = spec->band[i];
      add_texts (b, names, spec->n_bands);
    }
  else if (field->type == SL_POP_FIELD_CATALOGUE)
    add_catalogue (b, spec->catalogue, path);
  else
    (field->type == SL_POP_FIELD_DISTRIBUTIONS ? add_distributions : add_correlations) (b, field, spec);
}

static gboolean
is_written (const SlPopulationField *field, const SlPopulationSpec *spec)
{
  if (field->type == SL_POP_FIELD_CATALOGUE && !(spec->catalogue && spec->catalogue->path))
    return FALSE;
  return field->flags & SL_POP_FIELD_IN_FILE
         && !(field->flags & SL_POP_FIELD_SECOND && spec->n_components < 2);
}

/* Fields in the table's order; those with the same object follow each other there. */
static void
add_fields (JsonBuilder *b, const SlPopulationSpec *spec, const SlTemplates *templates, const char *path)
{
  g_autofree char *open = NULL;

  for (guint i = 0; i < sl_population_field_count (); i++)
    {
      const SlPopulationField *field = sl_population_field (i);
      g_autofree char *object = object_of (field);

      if (!is_written (field, spec))
        continue;
      if (g_strcmp0 (open, object) != 0)
        {
          if (open)
            json_builder_end_object (b);
          if (object)
            {
              json_builder_set_member_name (b, object);
              json_builder_begin_object (b);
            }
          g_free (open);
          open = g_steal_pointer (&object);
        }
      add_field (b, field, spec, templates, path);
    }
  if (open)
    json_builder_end_object (b);
}

gboolean
sl_population_file_save (const char *path, const SlTemplates *templates, const SlPopulationSpec *spec,
                         GError **error)
{
  g_autoptr (JsonBuilder) b = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (b);
  add_text (b, "format", FORMAT);
  json_builder_set_member_name (b, "version");
  json_builder_add_int_value (b, VERSION);
  add_fields (b, spec, templates, path);
  json_builder_end_object (b);
  root = json_builder_get_root (b);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = sl_json_text_mend_numbers (json_generator_to_data (generator, NULL));
  return sl_file_write (path, text, strlen (text), SL_FILE_SHARED, error);
}
