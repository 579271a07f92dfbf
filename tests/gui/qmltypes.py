"""Describes our Python types to qmllint, from their meta objects: it cannot read Python."""

from pathlib import Path

from PySide6.QtCore import QMetaMethod, QMetaObject, QObject

import gui.charts.chart
import gui.charts.code
import gui.screen  # noqa: F401 - imports every model

OURS = ("gui.models.", "gui.charts.", "gui.screen")
"""Where classes are that QML may name."""


def python_types() -> list[QMetaObject]:
    """Return the meta objects of everything that QML imports from `gridhearth`."""
    known = []
    waiting: list[type] = [QObject]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith(OURS):
            known.append(kind.staticMetaObject)
    return known


def write_qmltypes(folder: Path) -> None:
    """Write folder/gridhearth/{qmldir,plugins.qmltypes}."""
    module = folder / "gridhearth"
    module.mkdir(parents=True)
    module.joinpath("qmldir").write_text(
        "module gridhearth\ntypeinfo plugins.qmltypes\ndepends QtQuick\n"
    )
    parts = ["import QtQuick.tooling 1.2\nModule {\n"]
    parts += [_component(kind) for kind in python_types()]
    module.joinpath("plugins.qmltypes").write_text("".join([*parts, "}\n"]))


def _component(kind: QMetaObject) -> str:
    name = kind.className()
    parent = kind.superClass()
    base = parent.className() if parent is not None else "QObject"
    creatable = "true" if name in ("Chart", "Code") else "false"
    lines = [
        "    Component {\n",
        f'        name: "{name}"\n        accessSemantics: "reference"\n',
        f'        prototype: "{base}"\n        exports: ["gridhearth/{name} 1.0"]\n',
        f"        isCreatable: {creatable}\n        exportMetaObjectRevisions: [256]\n",
    ]
    for place in range(kind.propertyOffset(), kind.propertyCount()):
        one = kind.property(place)
        writable = "false" if one.isWritable() else "true"
        notify = one.notifySignal().name().data().decode() if one.hasNotifySignal() else ""
        told = f'; notify: "{notify}"' if notify else ""
        constant = "; isPropertyConstant: true" if one.isConstant() else ""
        lines.append(
            f'        Property {{ name: "{one.name()}"; type: "{_type(one.typeName())}";'
            f" isPointer: {'true' if one.typeName().endswith('*') else 'false'};"
            f" isReadonly: {writable}{told}{constant} }}\n"
        )
    lines += [
        _method(kind.method(place)) for place in range(kind.methodOffset(), kind.methodCount())
    ]
    return "".join([*lines, "    }\n"])


def _method(method: QMetaMethod) -> str:
    what = "Signal" if method.methodType() is QMetaMethod.MethodType.Signal else "Method"
    name = method.name().data().decode()
    given = ""
    for place, kind in enumerate(method.parameterTypes()):
        given += f' Parameter {{ name: "a{place}"; type: "{_type(kind.data().decode())}" }}'
    back = method.typeName()
    returned = f' type: "{_type(back)}";' if back not in {"void", ""} else ""
    return f'        {what} {{ name: "{name}";{returned}{given} }}\n'


def _type(name: str) -> str:
    return {"PyObject": "QVariant", "PySide::PyObjectWrapper": "QVariant"}.get(
        name, name.removesuffix("*")
    )
