"""The same scenario with the entries of every map in another order, and without comments."""

import json
import pathlib
import shutil

import yaml


def shuffled(pairs, draw):
    pairs = list(pairs)
    for last in range(len(pairs) - 1, 0, -1):
        other = int(draw() * (last + 1))
        pairs[last], pairs[other] = pairs[other], pairs[last]
    return pairs


def text_of(node):
    """Plain words stay plain: in quotes a number would be a text."""
    return node.value if node.style is None else json.dumps(node.value, ensure_ascii=False)


def entries_of(node, draw):
    pairs = [(text_of(key), value) for key, value in node.value]
    # `schema` is the first key of every file.
    head = [pair for pair in pairs if pair[0] == "schema"]
    return head + shuffled([pair for pair in pairs if pair[0] != "schema"], draw)


def flow(node, draw):
    if isinstance(node, yaml.MappingNode):
        return "{" + ", ".join(f"{key}: {flow(value, draw)}" for key, value in entries_of(node, draw)) + "}"
    if isinstance(node, yaml.SequenceNode):
        return "[" + ", ".join(flow(item, draw) for item in node.value) + "]"
    return text_of(node)


def block(node, draw, indent):
    rows = []
    for key, value in entries_of(node, draw):
        if isinstance(value, yaml.MappingNode) and not value.flow_style:
            rows.append(f"{indent}{key}:")
            rows += block(value, draw, indent + "  ")
        elif isinstance(value, yaml.SequenceNode) and not value.flow_style:
            rows.append(f"{indent}{key}:")
            rows += [f"{indent}  - {flow(item, draw)}" for item in value.value]
        else:
            rows.append(f"{indent}{key}: {flow(value, draw)}")
    return rows


def permute_folder(source, target, draw):
    """Copies a folder of scenarios with their tables; the scenarios permuted."""
    shutil.copytree(source, target)
    for path in sorted(pathlib.Path(target).rglob("*.yaml")):
        top = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        path.write_text("\n".join(block(top, draw, "")) + "\n", encoding="utf-8", newline="\n")
