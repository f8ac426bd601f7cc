BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
CREATE TABLE attempts (
	id INTEGER NOT NULL, 
	operation_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	run TEXT NOT NULL, 
	fence INTEGER NOT NULL, 
	event TEXT NOT NULL, 
	number INTEGER, 
	state TEXT, 
	detail TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
INSERT INTO "attempts" VALUES(1,1,'2026-10-15 15:00:00.211199','b28179b62bc34bb99cbb3c87910d04dc',1,'sending',1,'sending','');
INSERT INTO "attempts" VALUES(2,1,'2026-10-15 15:00:00.222370','b28179b62bc34bb99cbb3c87910d04dc',1,'issued',1,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00001-00000001 se ha guardado correctamente", "cae": "74567100000001 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/x_08yQOcAzW230idvtvQBQ.pdf", "comprobante_ticket_url": "{service}/pdf/x_08yQOcAzW230idvtvQBQ.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMSJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "A-1", "comprobante_nro": "00001-00000001", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(3,2,'2026-10-15 15:00:00.480011','002ccfbae25645c1897dce173d886da4',2,'sending',NULL,'sending','');
INSERT INTO "attempts" VALUES(4,3,'2026-10-15 15:00:00.481622','002ccfbae25645c1897dce173d886da4',2,'sending',NULL,'sending','');
INSERT INTO "attempts" VALUES(5,4,'2026-10-15 15:00:00.482582','002ccfbae25645c1897dce173d886da4',2,'sending',NULL,'sending','');
INSERT INTO "attempts" VALUES(6,5,'2026-10-15 15:00:00.483582','002ccfbae25645c1897dce173d886da4',2,'sending',NULL,'sending','');
INSERT INTO "attempts" VALUES(7,2,'2026-10-15 15:00:00.488082','002ccfbae25645c1897dce173d886da4',2,'queued',NULL,'done','in a lot');
INSERT INTO "attempts" VALUES(8,3,'2026-10-15 15:00:00.489255','002ccfbae25645c1897dce173d886da4',2,'queued',NULL,'done','in a lot');
INSERT INTO "attempts" VALUES(9,4,'2026-10-15 15:00:00.490321','002ccfbae25645c1897dce173d886da4',2,'queued',NULL,'done','in a lot');
INSERT INTO "attempts" VALUES(10,5,'2026-10-15 15:00:00.491394','002ccfbae25645c1897dce173d886da4',2,'queued',NULL,'done','in a lot');
INSERT INTO "attempts" VALUES(11,6,'2026-10-15 15:00:00.740666','6e5b1805b7d34283800edf34fee836f3',1,'sending',NULL,'sending','');
INSERT INTO "attempts" VALUES(12,7,'2026-10-15 15:00:00.744651','6e5b1805b7d34283800edf34fee836f3',1,'sending',NULL,'sending','');
INSERT INTO "attempts" VALUES(13,8,'2026-10-15 15:00:00.748589','6e5b1805b7d34283800edf34fee836f3',1,'sending',NULL,'sending','');
INSERT INTO "attempts" VALUES(14,9,'2026-10-15 15:00:00.752608','6e5b1805b7d34283800edf34fee836f3',1,'sending',NULL,'sending','');
INSERT INTO "attempts" VALUES(15,10,'2026-10-15 15:00:00.767937','6e5b1805b7d34283800edf34fee836f3',1,'sending',NULL,'sending','');
INSERT INTO "attempts" VALUES(16,6,'2026-10-15 15:00:00.781516','6e5b1805b7d34283800edf34fee836f3',1,'queued',NULL,'done','in a lot');
INSERT INTO "attempts" VALUES(17,7,'2026-10-15 15:00:00.787973','6e5b1805b7d34283800edf34fee836f3',1,'queued',NULL,'done','in a lot');
INSERT INTO "attempts" VALUES(18,8,'2026-10-15 15:00:00.796649','6e5b1805b7d34283800edf34fee836f3',1,'queued',NULL,'done','in a lot');
INSERT INTO "attempts" VALUES(19,9,'2026-10-15 15:00:00.813101','6e5b1805b7d34283800edf34fee836f3',1,'queued',NULL,'done','in a lot');
INSERT INTO "attempts" VALUES(20,10,'2026-10-15 15:00:00.816919','6e5b1805b7d34283800edf34fee836f3',1,'queued',NULL,'done','in a lot');
INSERT INTO "attempts" VALUES(21,13,'2026-10-15 15:00:01.090584','f7a758e22ac44d16b02929fa2ae69ca0',1,'sending',NULL,'sending','');
INSERT INTO "attempts" VALUES(22,11,'2026-10-15 15:00:01.095617','f7a758e22ac44d16b02929fa2ae69ca0',1,'sending',NULL,'sending','');
INSERT INTO "attempts" VALUES(23,12,'2026-10-15 15:00:01.099883','f7a758e22ac44d16b02929fa2ae69ca0',1,'sending',NULL,'sending','');
INSERT INTO "attempts" VALUES(24,13,'2026-10-15 15:00:01.108575','f7a758e22ac44d16b02929fa2ae69ca0',1,'queued',NULL,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00004-00000000 ha sido enviado a la cola de procesamiento", "cae": " ", "requiere_fec": "NO ", "vencimiento_cae": "01/01/2000", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "", "comprobante_ticket_url": "", "afip_qr": " ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "Q-9", "comprobante_nro": "00004-00000000", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(25,11,'2026-10-15 15:00:01.111526','f7a758e22ac44d16b02929fa2ae69ca0',1,'queued',NULL,'done','in a lot');
INSERT INTO "attempts" VALUES(26,12,'2026-10-15 15:00:01.114382','f7a758e22ac44d16b02929fa2ae69ca0',1,'queued',NULL,'done','in a lot');
INSERT INTO "attempts" VALUES(27,6,'2026-10-15 15:00:01.234616','69b4cce1b53e47bd80b7260742217309',2,'queue: issued',1,'done','Held(tipo=''FACTURA B'', punto_venta=2, number=1, fecha=datetime.date(2026, 10, 15), documento_tipo=''DNI'', documento_nro=''12345678'', total=Decimal(''1210.00''), external_reference=''Q-5'', cae=''74567100000014'', vencimiento_cae=datetime.date(2026, 10, 25), pdf_url=''{service}/pdf/puVxbczpjjBdEVf7wuLGLg.pdf'', afip_qr='''', status=''EMITIDO'', ctacte_status=''IMPAGA'')');
INSERT INTO "attempts" VALUES(28,7,'2026-10-15 15:00:01.237971','69b4cce1b53e47bd80b7260742217309',2,'queue: issued',2,'done','Held(tipo=''FACTURA B'', punto_venta=2, number=2, fecha=datetime.date(2026, 10, 15), documento_tipo=''DNI'', documento_nro=''12345678'', total=Decimal(''1210.00''), external_reference=''pl-4f8978e1aa372c7cd916-2'', cae=''74567100000015'', vencimiento_cae=datetime.date(2026, 10, 25), pdf_url=''{service}/pdf/1hkwLQ-2IGXVyhDnoiFb0A.pdf'', afip_qr='''', status=''EMITIDO'', ctacte_status=''IMPAGA'')');
INSERT INTO "attempts" VALUES(29,8,'2026-10-15 15:00:01.241854','69b4cce1b53e47bd80b7260742217309',2,'queue: issued',3,'done','Held(tipo=''FACTURA B'', punto_venta=2, number=3, fecha=datetime.date(2026, 10, 15), documento_tipo=''DNI'', documento_nro=''12345678'', total=Decimal(''1210.00''), external_reference=''pl-4f8978e1aa372c7cd916-3'', cae=''74567100000016'', vencimiento_cae=datetime.date(2026, 10, 25), pdf_url=''{service}/pdf/frCvLWfTkdsh-EVoVKrmDw.pdf'', afip_qr='''', status=''EMITIDO'', ctacte_status=''IMPAGA'')');
INSERT INTO "attempts" VALUES(30,9,'2026-10-15 15:00:01.253463','69b4cce1b53e47bd80b7260742217309',2,'queue: issued',4,'done','Held(tipo=''FACTURA B'', punto_venta=2, number=4, fecha=datetime.date(2026, 10, 15), documento_tipo=''DNI'', documento_nro=''12345678'', total=Decimal(''1185.80''), external_reference=''Q-6'', cae=''74567100000017'', vencimiento_cae=datetime.date(2026, 10, 25), pdf_url=''{service}/pdf/uVA1T8Wq3uQJ_FPiRb3iew.pdf'', afip_qr='''', status=''EMITIDO'', ctacte_status=''IMPAGA'')');
INSERT INTO "attempts" VALUES(31,10,'2026-10-15 15:00:01.275934','69b4cce1b53e47bd80b7260742217309',2,'queue: issued',1,'done','Held(tipo=''FACTURA A'', punto_venta=2, number=1, fecha=datetime.date(2026, 10, 15), documento_tipo=''CUIT'', documento_nro=''30707070702'', total=Decimal(''1240.00''), external_reference=''Q-7'', cae=''74567100000018'', vencimiento_cae=datetime.date(2026, 10, 25), pdf_url=''{service}/pdf/aa5B09Kb4cmW-i-fAiQYYg.pdf'', afip_qr='''', status=''EMITIDO'', ctacte_status=''IMPAGA'')');
INSERT INTO "attempts" VALUES(32,13,'2026-10-15 15:00:01.697389','7892add3cdc24b478a51dff43239f3bd',2,'queue: failed',NULL,'done','Held(tipo=''FACTURA B'', punto_venta=4, number=0, fecha=datetime.date(2026, 10, 15), documento_tipo=''DNI'', documento_nro=''12345678'', total=Decimal(''1210.00''), external_reference=''Q-9'', cae='''', vencimiento_cae=datetime.date(2000, 1, 1), pdf_url='''', afip_qr='''', status=''ENVIADO A PROCESAR - CON ERROR'', ctacte_status=''IMPAGA'')');
INSERT INTO "attempts" VALUES(33,11,'2026-10-15 15:00:01.704008','7892add3cdc24b478a51dff43239f3bd',2,'queue: failed',NULL,'done','Held(tipo=''FACTURA B'', punto_venta=3, number=0, fecha=datetime.date(2026, 10, 15), documento_tipo=''DNI'', documento_nro=''12345678'', total=Decimal(''1210.00''), external_reference=''Q-8'', cae='''', vencimiento_cae=datetime.date(2000, 1, 1), pdf_url='''', afip_qr='''', status=''ENVIADO A PROCESAR - CON ERROR'', ctacte_status=''IMPAGA'')');
INSERT INTO "attempts" VALUES(34,12,'2026-10-15 15:00:01.706395','7892add3cdc24b478a51dff43239f3bd',2,'queue: failed',NULL,'done','Held(tipo=''FACTURA B'', punto_venta=3, number=0, fecha=datetime.date(2026, 10, 15), documento_tipo=''DNI'', documento_nro=''12345678'', total=Decimal(''1210.00''), external_reference=''pl-71237c3ef84a41b8463e-1'', cae='''', vencimiento_cae=datetime.date(2000, 1, 1), pdf_url='''', afip_qr='''', status=''ENVIADO A PROCESAR - CON ERROR'', ctacte_status=''IMPAGA'')');
INSERT INTO "attempts" VALUES(35,13,'2026-10-15 15:00:01.854394','d8909e16c51f40bd8e372fc7f9d55bdc',4,'drop: asking',NULL,NULL,'');
INSERT INTO "attempts" VALUES(36,13,'2026-10-15 15:00:01.857337','d8909e16c51f40bd8e372fc7f9d55bdc',4,'drop: answered',NULL,NULL,'200 {"error": "N", "errores": [""]}');
INSERT INTO "attempts" VALUES(37,13,'2026-10-15 15:00:01.863307','d8909e16c51f40bd8e372fc7f9d55bdc',4,'dropped from the queue',NULL,'rejected','');
INSERT INTO "attempts" VALUES(38,14,'2026-10-15 15:00:01.999795','df2fa66531d24c1386c8d8ef2b1dad5b',5,'sending',NULL,'sending','');
INSERT INTO "attempts" VALUES(39,14,'2026-10-15 15:00:02.003742','df2fa66531d24c1386c8d8ef2b1dad5b',5,'queued',NULL,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00004-00000000 ha sido enviado a la cola de procesamiento", "cae": " ", "requiere_fec": "NO ", "vencimiento_cae": "01/01/2000", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "", "comprobante_ticket_url": "", "afip_qr": " ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "Q-9-r1", "comprobante_nro": "00004-00000000", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(40,14,'2026-10-15 15:00:02.107273','bece0fbb64f740f8ba4f7b8f7c945d0b',6,'queue: issued',1,'done','Held(tipo=''FACTURA B'', punto_venta=4, number=1, fecha=datetime.date(2026, 10, 15), documento_tipo=''DNI'', documento_nro=''12345678'', total=Decimal(''1210.00''), external_reference=''Q-9-r1'', cae=''74567100000020'', vencimiento_cae=datetime.date(2026, 10, 25), pdf_url=''{service}/pdf/BppifW6Ky-7YhbU9-yftmA.pdf'', afip_qr='''', status=''EMITIDO'', ctacte_status=''IMPAGA'')');
INSERT INTO "attempts" VALUES(41,17,'2026-10-15 15:00:02.230893','b34bdffd3dda4666969ac880936b6aa2',1,'stopped',NULL,'pending','');
INSERT INTO "attempts" VALUES(42,15,'2026-10-15 15:00:02.235494','b34bdffd3dda4666969ac880936b6aa2',4,'stopped',NULL,'pending','');
INSERT INTO "attempts" VALUES(43,16,'2026-10-15 15:00:02.237620','b34bdffd3dda4666969ac880936b6aa2',4,'stopped',NULL,'pending','');
CREATE TABLE balances (
	scope TEXT NOT NULL, 
	paid_elsewhere TEXT NOT NULL, 
	who TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (scope)
);
CREATE TABLE documents (
	operation_id INTEGER NOT NULL, 
	url TEXT NOT NULL, 
	url_day DATE NOT NULL, 
	path TEXT, 
	sha256 TEXT, 
	problem TEXT NOT NULL, 
	updated_at DATETIME NOT NULL, 
	PRIMARY KEY (operation_id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
INSERT INTO "documents" VALUES(1,'{service}/pdf/x_08yQOcAzW230idvtvQBQ.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA B/00001-00000001.pdf','cb3179c3ee445df3d3d51d423d9b467398fe2501fc44964712f461e163b9a93b','','2026-10-15 15:00:00.257335');
INSERT INTO "documents" VALUES(6,'{service}/pdf/puVxbczpjjBdEVf7wuLGLg.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA B/00002-00000001.pdf','a893d5412a15329c11ef6b25ca569f90d43ad1b50768e0fe3b2831375d89d9ba','','2026-10-15 15:00:01.281373');
INSERT INTO "documents" VALUES(7,'{service}/pdf/1hkwLQ-2IGXVyhDnoiFb0A.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA B/00002-00000002.pdf','39b470132d8413e81881346a465d9f8ebc03754ef33194d3faab82edb5b09945','','2026-10-15 15:00:01.282813');
INSERT INTO "documents" VALUES(8,'{service}/pdf/frCvLWfTkdsh-EVoVKrmDw.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA B/00002-00000003.pdf','70a058d588d47ff217c4e45ec8a357c1ca9a562e758b3ca293bbb5a391aa7f16','','2026-10-15 15:00:01.283424');
INSERT INTO "documents" VALUES(9,'{service}/pdf/uVA1T8Wq3uQJ_FPiRb3iew.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA B/00002-00000004.pdf','69cebc5ba336fa0b2a22678e3a69e51c023f35da0831fa9eb12e4465a79d1ae0','','2026-10-15 15:00:01.309106');
INSERT INTO "documents" VALUES(10,'{service}/pdf/aa5B09Kb4cmW-i-fAiQYYg.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA A/00002-00000001.pdf','da7c34003420790b9ca4c7819d5b266ced26e51d69f50af8daccdcf3b5149f54','','2026-10-15 15:00:01.310668');
INSERT INTO "documents" VALUES(14,'{service}/pdf/BppifW6Ky-7YhbU9-yftmA.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA B/00004-00000001.pdf','2ad05a03067e990612b22e24e7e08f126b1412c85431ab536be0d8abecf196d7','','2026-10-15 15:00:02.124552');
CREATE TABLE files (
	id INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	name TEXT NOT NULL, 
	path TEXT NOT NULL, 
	seen_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (sha256)
);
INSERT INTO "files" VALUES(1,'69b3542c6d077f2cf19044fb4b7f9c5cbed9c13dd85a48564fd7c6d56a1c858d','antes.csv','{folder}/antes.csv','2026-10-15 15:00:00.157710');
INSERT INTO "files" VALUES(2,'a43f89b01382e153d1b112521efa7801613978032388329f35e8caf0bb2ca8b9','en_espera.xlsx','{folder}/en_espera.xlsx','2026-10-15 15:00:00.426997');
INSERT INTO "files" VALUES(3,'7b3e593e7567dd234ad1f6175668b6c0a0ca385ee0a8a57f24d7d31341fcc95b','emitidas.csv','{folder}/emitidas.csv','2026-10-15 15:00:00.675494');
INSERT INTO "files" VALUES(4,'22840662a0dc12c6dc8632ea22ddb1851bfc58e9c6b3661f64afa8f9c9bef28d','con_error.csv','{folder}/con_error.csv','2026-10-15 15:00:01.023299');
INSERT INTO "files" VALUES(5,'0242c2d69fc9aaee62d4af4f65eb6c0ba8824f4f333b297dbc0e6b7070095b17','con_error_corregir.csv','{folder}/con_error_corregir.csv','2026-10-15 15:00:01.937599');
INSERT INTO "files" VALUES(6,'437b0f360fd4c889c49ffc8e6737b2f036c9b99bcbeb8594bba16258eb2123fd','detras.csv','{folder}/detras.csv','2026-10-15 15:00:02.205968');
CREATE TABLE hooks (
	hook_id TEXT NOT NULL, 
	received_at DATETIME NOT NULL, 
	evento TEXT NOT NULL, 
	external_reference TEXT NOT NULL, 
	body TEXT NOT NULL, 
	asked_at DATETIME, 
	PRIMARY KEY (hook_id)
);
CREATE TABLE lanes (
	lane TEXT NOT NULL, 
	last_number INTEGER NOT NULL, 
	PRIMARY KEY (lane)
);
INSERT INTO "lanes" VALUES('default|1|FACTURA B',1);
INSERT INTO "lanes" VALUES('default|2|cola',4);
INSERT INTO "lanes" VALUES('default|4|cola',1);
CREATE TABLE leases (
	scope TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	fence INTEGER NOT NULL, 
	expires_at DATETIME NOT NULL, 
	PRIMARY KEY (scope)
);
INSERT INTO "leases" VALUES('default|1','b8c5b8ff146efd0a-3126e5bf32ee47bf930558615a5479b3',4,'2026-10-15 15:00:02.238434');
INSERT INTO "leases" VALUES('default|2','b8c5b8ff146efd0a-c9c2e1c979424cf895c8b032fb621f69',2,'2026-10-15 15:00:01.301426');
INSERT INTO "leases" VALUES('default|3','b8c5b8ff146efd0a-93748d87cc4d4782bf21545cbdbd5a81',3,'2026-10-15 15:00:01.814463');
INSERT INTO "leases" VALUES('default|4','b8c5b8ff146efd0a-be399aa373b6421f85f3b0e7eb88ed83',6,'2026-10-15 15:00:02.110859');
INSERT INTO "leases" VALUES('default|5','b8c5b8ff146efd0a-3126e5bf32ee47bf930558615a5479b3',1,'2026-10-15 15:00:02.233562');
CREATE TABLE meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('service','sandbox');
CREATE TABLE operations (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	account TEXT NOT NULL, 
	referencia TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	external_reference TEXT NOT NULL, 
	content TEXT NOT NULL, 
	scope TEXT NOT NULL, 
	lane TEXT NOT NULL, 
	tipo TEXT NOT NULL, 
	punto_venta INTEGER NOT NULL, 
	fecha DATE NOT NULL, 
	documento_tipo TEXT NOT NULL, 
	documento_nro TEXT NOT NULL, 
	moneda TEXT NOT NULL, 
	total TEXT NOT NULL, 
	body TEXT NOT NULL, 
	asked_number INTEGER, 
	depends_on TEXT, 
	file_id INTEGER NOT NULL, 
	first_row INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	number INTEGER, 
	fence INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	sent_at DATETIME, 
	ended_at DATETIME, 
	refusal TEXT, 
	errors TEXT NOT NULL, 
	observations TEXT NOT NULL, 
	cae TEXT NOT NULL, 
	vencimiento_cae DATE, 
	pdf_url TEXT NOT NULL, 
	afip_qr TEXT NOT NULL, 
	requiere_fec TEXT NOT NULL, 
	done_in_run TEXT, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, queue TEXT DEFAULT '' NOT NULL, reason TEXT DEFAULT '' NOT NULL, evidence TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT uq_operations_identity UNIQUE (kind, account, referencia, revision), 
	FOREIGN KEY(file_id) REFERENCES files (id)
);
INSERT INTO "operations" VALUES(1,'issue','default','A-1',0,'A-1','d7316a05e0f827050384f2d6a6f5f22a947ee9cefa3d32fe5794977b484b0684','default|1','default|1|FACTURA B','FACTURA B',1,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,1,2,'done',1,1,1,'2026-10-15 15:00:00.209876','2026-10-15 15:00:00.220311',NULL,'[]','[]','74567100000001','2026-10-25','{service}/pdf/x_08yQOcAzW230idvtvQBQ.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMSJ9','NO','b28179b62bc34bb99cbb3c87910d04dc','2026-10-15 15:00:00.159062','2026-10-15 15:00:00.220602','','','');
INSERT INTO "operations" VALUES(2,'issue','default','Q-1',0,'Q-1','3b467c6b6e4f0ef179e9a9fc17bd5fc854c2b7c660d45afc83735d533e0f6df6','default|1','default|1|cola','FACTURA B',1,'2026-11-20','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"20/11/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"20/11/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,2,2,'done',NULL,2,1,'2026-10-15 15:00:00.478768','2026-10-15 15:00:00.486870',NULL,'[]','[]','',NULL,'','','','002ccfbae25645c1897dce173d886da4','2026-10-15 15:00:00.432612','2026-10-15 15:00:00.487081','waiting','','{"asked_at":"2026-10-15T15:00:02.227181+00:00","times":2}');
INSERT INTO "operations" VALUES(3,'issue','default','pl-3b467c6b6e4f0ef179e9-2',0,'pl-3b467c6b6e4f0ef179e9-2','3b467c6b6e4f0ef179e9a9fc17bd5fc854c2b7c660d45afc83735d533e0f6df6','default|1','default|1|cola','FACTURA B',1,'2026-11-20','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"20/11/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"20/11/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,2,3,'done',NULL,2,1,'2026-10-15 15:00:00.481005','2026-10-15 15:00:00.488791',NULL,'[]','[]','',NULL,'','','','002ccfbae25645c1897dce173d886da4','2026-10-15 15:00:00.432694','2026-10-15 15:00:00.488986','waiting','','{"asked_at":"2026-10-15T15:00:02.227769+00:00","times":2}');
INSERT INTO "operations" VALUES(4,'issue','default','pl-b3e23a256ecba18eea69-1',0,'pl-b3e23a256ecba18eea69-1','b3e23a256ecba18eea69b5d4eb72a26de4067cfa244b19f978682f52f9475700','default|1','default|1|cola','FACTURA A',1,'2026-11-20','CUIT','30707070702','PES','1208.79','{"cliente":{"documento_tipo":"CUIT","documento_nro":"30707070702","razon_social":"El Ñandú S.R.L.","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"RI","condicion_iva_operacion":"RI","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"20/11/2026","tipo":"FACTURA A","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"20/11/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0.10,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1208.79}}',NULL,NULL,2,4,'done',NULL,2,1,'2026-10-15 15:00:00.482117','2026-10-15 15:00:00.489901',NULL,'[]','[]','',NULL,'','','','002ccfbae25645c1897dce173d886da4','2026-10-15 15:00:00.432718','2026-10-15 15:00:00.490076','waiting','','{"asked_at":"2026-10-15T15:00:02.228882+00:00","times":2}');
INSERT INTO "operations" VALUES(5,'issue','default','Q 4',0,'Q-4-x1c02ee8979','19d6997d8f8e7554e5230f35a30c8ab19ba29037e20c32a7f4c429f84f298e7c','default|1','default|1|cola','FACTURA A',1,'2026-11-20','CUIT','30707070702','PES','1210.00','{"cliente":{"documento_tipo":"CUIT","documento_nro":"30707070702","razon_social":"El Ñandú S.R.L.","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"RI","condicion_iva_operacion":"RI","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"20/11/2026","tipo":"FACTURA A","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"20/11/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,2,5,'done',NULL,2,1,'2026-10-15 15:00:00.483113','2026-10-15 15:00:00.490983',NULL,'[]','[]','',NULL,'','','','002ccfbae25645c1897dce173d886da4','2026-10-15 15:00:00.432740','2026-10-15 15:00:00.491156','waiting','','{"asked_at":"2026-10-15T15:00:02.229059+00:00","times":2}');
INSERT INTO "operations" VALUES(6,'issue','default','Q-5',0,'Q-5','4f8978e1aa372c7cd916c8dc72883b05e10357dab5f0ca10dde0ddb1d07b42e6','default|2','default|2|cola','FACTURA B',2,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":2,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,3,2,'done',1,2,1,'2026-10-15 15:00:00.735075',NULL,NULL,'[]','[]','74567100000014','2026-10-25','{service}/pdf/puVxbczpjjBdEVf7wuLGLg.pdf','','','69b4cce1b53e47bd80b7260742217309','2026-10-15 15:00:00.681177','2026-10-15 15:00:01.232642','issued','','');
INSERT INTO "operations" VALUES(7,'issue','default','pl-4f8978e1aa372c7cd916-2',0,'pl-4f8978e1aa372c7cd916-2','4f8978e1aa372c7cd916c8dc72883b05e10357dab5f0ca10dde0ddb1d07b42e6','default|2','default|2|cola','FACTURA B',2,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":2,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,3,3,'done',2,2,1,'2026-10-15 15:00:00.744032',NULL,NULL,'[]','[]','74567100000015','2026-10-25','{service}/pdf/1hkwLQ-2IGXVyhDnoiFb0A.pdf','','','69b4cce1b53e47bd80b7260742217309','2026-10-15 15:00:00.681250','2026-10-15 15:00:01.237169','issued','','');
INSERT INTO "operations" VALUES(8,'issue','default','pl-4f8978e1aa372c7cd916-3',0,'pl-4f8978e1aa372c7cd916-3','4f8978e1aa372c7cd916c8dc72883b05e10357dab5f0ca10dde0ddb1d07b42e6','default|2','default|2|cola','FACTURA B',2,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":2,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,3,4,'done',3,2,1,'2026-10-15 15:00:00.748018',NULL,NULL,'[]','[]','74567100000016','2026-10-25','{service}/pdf/frCvLWfTkdsh-EVoVKrmDw.pdf','','','69b4cce1b53e47bd80b7260742217309','2026-10-15 15:00:00.681274','2026-10-15 15:00:01.239827','issued','','');
INSERT INTO "operations" VALUES(9,'issue','default','Q-6',0,'Q-6','0af05e1b7b2cc1e53fb4ef93a17f4b6728d88422c78524c069187ec0e0294cb2','default|2','default|2|cola','FACTURA B',2,'2026-10-15','DNI','12345678','PES','1185.80','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":2,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":20.00,"total":1185.80}}',NULL,NULL,3,5,'done',4,2,1,'2026-10-15 15:00:00.752060',NULL,NULL,'[]','[]','74567100000017','2026-10-25','{service}/pdf/uVA1T8Wq3uQJ_FPiRb3iew.pdf','','','69b4cce1b53e47bd80b7260742217309','2026-10-15 15:00:00.681295','2026-10-15 15:00:01.250985','issued','','');
INSERT INTO "operations" VALUES(10,'issue','default','Q-7',0,'Q-7','2249de84566bda116ca23f2d49034fcc1470967173a97c381f49538bad9f7cbc','default|2','default|2|cola','FACTURA A',2,'2026-10-15','CUIT','30707070702','PES','1240.00','{"cliente":{"documento_tipo":"CUIT","documento_nro":"30707070702","razon_social":"El Ñandú S.R.L.","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"RI","condicion_iva_operacion":"RI","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA A","operacion":"V","idioma":"1","punto_venta":2,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1240.00,"tributos":[{"tipo":"7","regimen":5,"base_imponible":1000.00,"alicuota":3.000,"total":30.00}]}}',NULL,NULL,3,6,'done',1,2,1,'2026-10-15 15:00:00.767050',NULL,NULL,'[]','[]','74567100000018','2026-10-25','{service}/pdf/aa5B09Kb4cmW-i-fAiQYYg.pdf','','','69b4cce1b53e47bd80b7260742217309','2026-10-15 15:00:00.681317','2026-10-15 15:00:01.275055','issued','','');
INSERT INTO "operations" VALUES(11,'issue','default','Q-8',0,'Q-8','5e5c59988dc00e38f86e2d0962dd539e1ff3db9b7e065e9de5b7a8feadaeb082','default|3','default|3|cola','FACTURA B',3,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":3,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00,"comentario":"RECHAZAR-AFIP"}}',NULL,NULL,4,2,'done',NULL,2,1,'2026-10-15 15:00:01.092238',NULL,NULL,'["La cola no lo pudo emitir: 10015: El documento del receptor no es valido para AFIP/ARCA. Es un error de datos: elimínelo de la cola (planilla requeue --drop), corrija la fila y preséntela de nuevo."]','[]','',NULL,'','','','f7a758e22ac44d16b02929fa2ae69ca0','2026-10-15 15:00:01.025752','2026-10-15 15:00:01.703574','failed','','{"asked_at":"2026-10-15T15:00:01.813450+00:00","times":2}');
INSERT INTO "operations" VALUES(12,'issue','default','pl-71237c3ef84a41b8463e-1',0,'pl-71237c3ef84a41b8463e-1','71237c3ef84a41b8463ebaf54cb435db6b777f2d0d158b0b25e6ed837f54a824','default|3','default|3|cola','FACTURA B',3,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":3,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Fallará en la cola","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00,"comentario":"RECHAZAR-AFIP"}}',NULL,NULL,4,3,'done',NULL,2,1,'2026-10-15 15:00:01.099308',NULL,NULL,'["La cola no lo pudo emitir: 10015: El documento del receptor no es valido para AFIP/ARCA. Es un error de datos: elimínelo de la cola (planilla requeue --drop), corrija la fila y preséntela de nuevo."]','[]','',NULL,'','','','f7a758e22ac44d16b02929fa2ae69ca0','2026-10-15 15:00:01.025827','2026-10-15 15:00:01.705750','failed','','{"asked_at":"2026-10-15T15:00:01.813746+00:00","times":2}');
INSERT INTO "operations" VALUES(13,'issue','default','Q-9',0,'Q-9','b4a0ebb7290c0f8f5edad1b64314f8a64bbf9e9fbb9a7688901e7931f265efaa','default|4','default|4|cola','FACTURA B',4,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":4,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00,"comentario":"RECHAZAR-AFIP"}}',NULL,NULL,4,4,'rejected',NULL,4,1,'2026-10-15 15:00:01.088353',NULL,'service','["La cola no lo pudo emitir: 10015: El documento del receptor no es valido para AFIP/ARCA. Es un error de datos: elimínelo de la cola (planilla requeue --drop), corrija la fila y preséntela de nuevo.","Eliminado de la cola."]','[]','',NULL,'','','','f7a758e22ac44d16b02929fa2ae69ca0','2026-10-15 15:00:01.025853','2026-10-15 15:00:01.862391','dropped','','{"asked_at":"2026-10-15T15:00:01.852489+00:00","times":3}');
INSERT INTO "operations" VALUES(14,'issue','default','Q-9',1,'Q-9-r1','c696459ad765d5ad3e5051b271243c5767d54bd82a440246bd2ca183bdc02e61','default|4','default|4|cola','FACTURA B',4,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":4,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Ya corregido en la cola","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,5,2,'done',1,6,1,'2026-10-15 15:00:01.998614',NULL,NULL,'[]','[]','74567100000020','2026-10-25','{service}/pdf/BppifW6Ky-7YhbU9-yftmA.pdf','','','bece0fbb64f740f8ba4f7b8f7c945d0b','2026-10-15 15:00:01.948734','2026-10-15 15:00:02.105384','issued','','');
INSERT INTO "operations" VALUES(15,'issue','default','P-1',0,'P-1','d7316a05e0f827050384f2d6a6f5f22a947ee9cefa3d32fe5794977b484b0684','default|1','default|1|FACTURA B','FACTURA B',1,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,6,2,'pending',NULL,4,0,NULL,NULL,NULL,'["El punto de venta tiene 4 comprobante(s) en la cola del servicio, y mientras tanto no se emite al instante. Espere a que se emitan (planilla status --refresh), reintente o elimine los que fallaron (planilla requeue), o mande este archivo también a la cola (--queue)."]','[]','',NULL,'','','',NULL,'2026-10-15 15:00:02.207526','2026-10-15 15:00:02.235277','','','');
INSERT INTO "operations" VALUES(16,'issue','default','pl-00aa2c51205f29015c66-1',0,'pl-00aa2c51205f29015c66-1','00aa2c51205f29015c66305cfa35c3d134e8e7f368a5ae8ba6804132ce5f9468','default|1','default|1|FACTURA B','FACTURA B',1,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Espera su turno","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,6,3,'pending',NULL,4,0,NULL,NULL,NULL,'["El punto de venta tiene 4 comprobante(s) en la cola del servicio, y mientras tanto no se emite al instante. Espere a que se emitan (planilla status --refresh), reintente o elimine los que fallaron (planilla requeue), o mande este archivo también a la cola (--queue)."]','[]','',NULL,'','','',NULL,'2026-10-15 15:00:02.207586','2026-10-15 15:00:02.237459','','','');
INSERT INTO "operations" VALUES(17,'issue','default','pl-bfa49573967f37836d62-1',0,'pl-bfa49573967f37836d62-1','bfa49573967f37836d6256fea15dd6a0060ff0eafeda3afe6810df674dcdb450','default|5','default|5|NOTA DE CREDITO A','NOTA DE CREDITO A',5,'2026-10-15','CUIT','30707070702','PES','1210.00','{"cliente":{"documento_tipo":"CUIT","documento_nro":"30707070702","razon_social":"El Ñandú S.R.L.","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"RI","condicion_iva_operacion":"RI","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"NOTA DE CREDITO A","operacion":"V","idioma":"1","punto_venta":5,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,'Q 4',6,4,'pending',NULL,1,0,NULL,NULL,NULL,'["Espera al comprobante asociado «Q 4», que todavía no tiene número."]','[]','',NULL,'','','',NULL,'2026-10-15 15:00:02.207610','2026-10-15 15:00:02.230256','','','');
CREATE TABLE pace (
	account TEXT NOT NULL, 
	next_at DATETIME NOT NULL, 
	PRIMARY KEY (account)
);
CREATE TABLE reviews (
	id INTEGER NOT NULL, 
	operation_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	note TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
CREATE INDEX ix_operations_external_reference ON operations (external_reference);
CREATE INDEX ix_operations_scope_state ON operations (scope, state);
CREATE INDEX ix_attempts_operation ON attempts (operation_id);
CREATE INDEX ix_operations_comprobante ON operations (punto_venta, tipo, number);
CREATE INDEX ix_operations_queue ON operations (queue);
CREATE INDEX ix_reviews_operation ON reviews (operation_id);
CREATE INDEX ix_hooks_asked ON hooks (asked_at);
CREATE INDEX ix_operations_points ON operations (account, punto_venta);
CREATE INDEX ix_operations_content ON operations (content);
COMMIT;
