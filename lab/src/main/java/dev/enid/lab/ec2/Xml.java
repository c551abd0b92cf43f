package dev.enid.lab.ec2;

import java.io.StringWriter;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A part of an answer: an element with text, or with elements. */
sealed interface Xml {

    /** The namespace of the API's version that is spoken here. */
    String NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";

    String name();

    record Leaf(String name, String text) implements Xml {}

    record Parent(String name, List<Xml> children) implements Xml {
        public Parent {
            children = List.copyOf(children);
        }
    }

    static Xml of(String name, Object text) {
        if (text instanceof Xml) {
            throw new IllegalArgumentException("an element in " + name + " is no text");
        }
        return new Leaf(name, text.toString());
    }

    static Xml with(String name, Xml... children) {
        return new Parent(name, Arrays.asList(children));
    }

    static Xml of(String name, List<Xml> children) {
        return new Parent(name, children);
    }

    /** A list as the API writes them: an {@code item} for each. */
    static <T> Xml set(String name, Collection<T> all, Function<T, List<Xml>> item) {
        return new Parent(
                name,
                all.stream()
                        .<Xml>map(each -> new Parent("item", item.apply(each)))
                        .toList());
    }

    /** A list of values. */
    static Xml texts(String name, Collection<?> all) {
        return new Parent(
                name,
                all.stream().<Xml>map(each -> new Leaf("item", each.toString())).toList());
    }

    /** The document with this at its root. */
    default String document(boolean named) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            writer.writeStartDocument("UTF-8", "1.0");
            write(writer, named);
            writer.writeEndDocument();
            writer.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return text.toString();
    }

    private void write(XMLStreamWriter writer, boolean named) throws XMLStreamException {
        writer.writeStartElement(name());
        if (named) {
            writer.writeDefaultNamespace(NAMESPACE);
        }
        switch (this) {
            case Leaf(String _, String text) -> writer.writeCharacters(text);
            case Parent(String _, List<Xml> children) -> {
                for (Xml child : children) {
                    child.write(writer, false);
                }
            }
        }
        writer.writeEndElement();
    }
}
