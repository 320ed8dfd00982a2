'use strict';

const METHODS = ['get', 'put', 'post', 'delete'];
let spec = {};

/** Makes an element; texts become text nodes, never markup. */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes || {}).forEach(([key, value]) => made.setAttribute(key, value));
  children.forEach((child) => made.append(child));
  return made;
}

/** What a reference within the document leads to, or the thing itself. */
function resolve(thing) {
  if (!thing || !thing.$ref) return thing || {};
  return thing.$ref.split('/').slice(1).reduce((at, name) => at[name], spec);
}

/** All properties of a schema with those of its parts. */
function properties(schema) {
  const resolved = resolve(schema);
  const all = { ...(resolved.properties || {}) };
  (resolved.allOf || []).forEach((part) => {
    Object.entries(properties(part)).forEach(([name, value]) => {
      all[name] = all[name] ? { allOf: [all[name], value] } : value;
    });
  });
  return all;
}

function typeOf(schema) {
  if (schema.$ref) return schema.$ref.split('/').pop();
  if (schema.allOf) return schema.allOf.length === 1 ? typeOf(schema.allOf[0]) : 'object';
  if (schema.type === 'array') return 'list of ' + typeOf(schema.items || {});
  return [].concat(schema.type || 'any').join(' or ');
}

function notes(schema) {
  const parts = [];
  if (schema.description) parts.push(schema.description);
  if (schema.enum) parts.push('one of ' + schema.enum.join(', '));
  if (schema.minimum !== undefined) parts.push('at least ' + schema.minimum);
  if (schema.maximum !== undefined) parts.push('at most ' + schema.maximum);
  if (schema.default !== undefined) parts.push('default ' + schema.default);
  if (schema.readOnly) parts.push('read-only');
  if (schema.writeOnly) parts.push('write-only');
  if (schema.format) parts.push(schema.format);
  (schema.anyOf || []).forEach((one) => parts.push(one.format || typeOf(one)));
  if (schema.maxLength !== undefined) parts.push('at most ' + schema.maxLength + ' characters');
  if (schema.maxItems !== undefined) parts.push('at most ' + schema.maxItems + ' items');
  if (schema.examples) parts.push('as ' + schema.examples.join(', '));
  return parts.join('; ');
}

/** Names of the properties that must be there. */
function required(schema) {
  const resolved = resolve(schema);
  return (resolved.allOf || []).reduce((all, part) => all.concat(required(part)), resolved.required || []);
}

function rows(schema, prefix, depth, table) {
  const needed = required(schema);
  Object.entries(properties(schema)).forEach(([name, property]) => {
    const also = needed.includes(name) ? ['required'] : [];
    table.append(element('tr', {},
      element('td', {}, element('code', {}, prefix + name)),
      element('td', {}, typeOf(property)),
      element('td', { class: 'note' }, also.concat(notes(property) || []).join('; '))));
    const inner = property.type === 'array' ? property.items : property;
    if (depth > 0 && inner && !inner.$ref) {
      rows(inner, prefix + name + (property.type === 'array' ? '[].' : '.'), depth - 1, table);
    }
  });
  return table;
}

function schemaOf(content) {
  return content && content['application/json'] ? content['application/json'].schema : null;
}

function shown(path, item, method) {
  const operation = item[method];
  const body = element('div');
  const parameters = (item.parameters || []).concat(operation.parameters || []).map(resolve);
  if (parameters.length) {
    const table = element('table');
    parameters.forEach((p) => table.append(element('tr', {},
      element('td', {}, element('code', {}, p.name)), element('td', {}, p.in),
      element('td', { class: 'note' }, [p.description, notes(p.schema || {})].filter(Boolean).join('; ')))));
    body.append(element('p', {}, 'Parameters'), table);
  }
  const request = operation.requestBody && schemaOf(operation.requestBody.content);
  if (request) {
    body.append(element('p', {}, 'Body'), rows(request, '', 4, element('table')));
    const example = operation.requestBody.content['application/json'].example;
    if (example) body.append(element('pre', {}, JSON.stringify(example, null, 2)));
  }
  Object.entries(operation.responses || {}).forEach(([status, either]) => {
    const response = resolve(either);
    body.append(element('p', {}, status + ': ' + response.description));
    const schema = schemaOf(response.content);
    if (schema && method === 'get' && status === '200') {
      body.append(rows(schema, '', 4, element('table')));
    }
    const headers = Object.keys(response.headers || {});
    if (headers.length) body.append(element('p', { class: 'note' }, 'Headers: ' + headers.join(', ')));
  });
  return element('details', { 'data-text': (method + ' ' + path + ' ' + operation.summary).toLowerCase() },
    element('summary', {}, element('span', { class: 'method ' + method }, method.toUpperCase()),
      element('code', {}, path), ' ', element('span', { class: 'note' }, operation.summary || '')),
    body);
}

function show() {
  document.getElementById('about').textContent =
    spec.info.description + ' Version ' + spec.info.version + '.';
  const sections = new Map();
  Object.entries(spec.paths).forEach(([path, item]) => {
    METHODS.filter((method) => item[method]).forEach((method) => {
      const tag = (item[method].tags || ['other'])[0];
      if (!sections.has(tag)) sections.set(tag, element('section', {}, element('h2', {}, tag)));
      sections.get(tag).append(shown(path, item, method));
    });
  });
  document.getElementById('operations').replaceChildren(...sections.values());
}

function filter(event) {
  const words = event.target.value.toLowerCase().split(/\s+/);
  document.querySelectorAll('details').forEach((details) => {
    details.hidden = !words.every((word) => details.dataset.text.includes(word));
  });
  document.querySelectorAll('section').forEach((section) => {
    section.hidden = !section.querySelector('details:not([hidden])');
  });
}

document.getElementById('filter').addEventListener('input', filter);
fetch('openapi.json')
  .then((response) => response.json())
  .then((document) => { spec = document; show(); })
  .catch((error) => { document.getElementById('about').textContent = 'No description: ' + error; });
